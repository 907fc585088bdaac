"""Every form of numeral that reports use, read with value, unit, kind and qualifier.

In the tables a numeral stands as ``{text|value unit kind qualifier}``: ``-`` for no value or no
unit, ``10..15`` for a range, ``exact`` where no qualifier is named. Numerals that are not marked
must not be found.
"""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extractors.scan import Scanner
from pipeline.numbers import NumberGrammar, Numeral, NumeralFinder
from pipeline.read.view import make_view
from pipeline.rulebook import load

RULES = load()
FINDER = NumeralFinder(NumberGrammar(RULES.numbers))
MARK = regex.compile(r"\{(?P<text>[^|{}]+)\|(?P<label>[^|{}]+)\}")

Row = tuple[str, str, str, str, str, str]

ARABIC = """
建成{518个|518 个 count}服务点
投资{1,200万元|12000000 元 money}
收件{12,345件|12345 件 parcels}
{1,234,567人|1234567 人 people}
只要{0.8元|0.8 元 money}
产值{3.5亿元|3500000000 元 money|}
有{1.2万人|12000 人 people}
有{5万余人|50000 人 people at_least}
日均{160多万件|1600000 件 parcels at_least}
站点{20余个|20 个 count at_least}
员工{200多名|200 名 people at_least}
{2百万元|2000000 元 money}
{3千个|3000 个 count}
{8百余个|800 个 count at_least}
{1.5万亿元|1500000000000 元 money}
{20 个|20 个 count}站点
{1.2 万件|12000 件 parcels}
{0个|0 个 count}
{007个|7 个 count}
{3.50元|3.5 元 money}
县级{12|12 - bare}、镇级{15|15 - bare}和村级{20个|20 个 count}
“{2|2 - bare}+{30|30 - bare}+{190|190 - bare}”
""".replace("3500000000 元 money|", "350000000 元 money")

CHINESE = """
{一百二十个|120 个 count}站点
{两千三百家|2300 家 count}
{三万五千人|35000 人 people}
{十二个|12 个 count}
{二十个|20 个 count}
{二百五十个|250 个 count}
{二百五|250 - bare}
{一百零八处|108 处 count}
{一千零五十个|1050 个 count}
{一千零五个|1005 个 count}
{一万零三百个|10300 个 count}
{一亿零五百人|100000500 人 people}
{一亿三千万元|130000000 元 money}
{两亿元|200000000 元 money}
{三点五万元|35000 元 money}
{一点二亿元|120000000 元 money}
{零点八元|0.8 元 money}
{六点五折|6.5 折 discount}
{一个|1 个 count}站
{五百多户|500 户 households at_least}
{十余个|10 个 count at_least}
{百余家|100 家 count at_least}
{千余人|1000 人 people at_least}
{一万余人|10000 人 people at_least}
{三千多名|3000 名 people at_least}
{十几个|10 个 count at_least}
{二十几人|20 人 people at_least}
{三百来人|300 人 people about}
{十来个|10 个 count about}
{一百人|100 人 people}上岗
{千人|1000 人 people}上岗
{万人|10000 人 people}
{3万5千个|35000 个 count}
"""

SHARES = """
下降{20%|20 % percent}
下降{12.5%|12.5 % percent}
下降{百分之二十|20 % percent}
下降{百分之十五点五|15.5 % percent}
下降{百分之20|20 % percent}
达{百分之百|100 % percent}
下降{三成|30 % percent}
下降{三成五|35 % percent}
下降{三成半|35 % percent}
下降{两成|20 % percent}
下降{2成|20 % percent}
下降{两到三成|20..30 % percent}
下降{二至三成|20..30 % percent}
下降{两三成|20..30 % percent}
下降{五六成|50..60 % percent}
下降{一半|50 % percent}
下降{四分之一|25 % percent}
下降{三分之二|66.666667 % percent}
下降{三分之一|33.333333 % percent}
下降{五分之二|40 % percent}
下降{1/3|33.333333 % percent}
费用{减半|50 % halving}
价格{腰斩|50 % halving}
{半数|50 % percent}村民
下降{近两成|20 % percent about}
下降{超三成|30 % percent at_least}
下降{七成以上|70 % percent at_least}
下降{一成多|10 % percent at_least}
下降{百分之九十以上|90 % percent at_least}
下降{不到三成|30 % percent at_most}
下降{约四成|40 % percent about}
下降{八成左右|80 % percent about}
{过半|50 % percent at_least}
{近一半|50 % percent about}
{近半|50 % percent about}农户
{超半数|50 % percent at_least}农户
下降{百分之十至百分之十五|10..15 % percent}
下降{百分之十到十五|10..15 % percent}
{0.5‰|0.5 ‰ permille}
{千分之三|3 ‰ permille}
占比降低{5个百分点|5 个百分点 percentage_points}
增长{1.5倍|1.5 倍 times}
打{八折|8 折 discount}
"""

RANGES = """
下降{15%—30%|15..30 % percent}
每件{12-13元|12..13 元 money}
每件{6~8元|6..8 元 money}
只要{一至二天|1..2 天 duration}
节省{1—3元|1..3 元 money}
投资{3—5万元|30000..50000 元 money}
日均{2万至3万件|20000..30000 件 parcels}
日均{1900-2000件|1900..2000 件 parcels}
日均{2—3万余件|20000..30000 件 parcels at_least}
建成{20-30个|20..30 个 count}
下降{10%～15%|10..15 % percent}
下降{10～15%|10..15 % percent}
节省{0.5到0.8元|0.5..0.8 元 money}
设{五至八个|5..8 个 count}
每件{1.5-2元/件|1.5..2 元/件 money}
下降{15%至20%左右|15..20 % percent about}
下降{约15%—20%|15..20 % percent about}
每件{3元—5元|3..5 元 money}
每件由{5元|5 元 money}到{8元|8 元 money}
从{2个|2 个 count}到{5个|5 个 count}
由{3至5天|3..5 天 duration}缩短至{1天|1 天 duration}
由{3|3 - bare}至{5天|5 天 duration}不等
由{5.0元|5 元 money}降到{1.5元|1.5 元 money}
{3个|3 个 count}、{5个|5 个 count}
"""

PAIRS = """
{两三百人|200..300 人 people}
{三四十个|30..40 个 count}
{七八百元|700..800 元 money}
{十七八个|17..18 个 count}
{一两个|1..2 个 count}
{两三万元|20000..30000 元 money}
{二三十人|20..30 人 people}
{四五千件|4000..5000 件 parcels}
{一百二三十个|120..130 个 count}
{三五个|3..5 个 count}
{两三个|2..3 个 count}
{八九成|80..90 % percent}
"""

MONEY = """
省下{八毛钱|0.8 元 money}
省下{八毛|0.8 元 money}
只要{一块二|1.2 元 money}
只要{两块五毛|2.5 元 money}
只要{两块五毛钱|2.5 元 money}
只要{三块钱|3 元 money}
只要{5角|0.5 元 money}
只要{五分钱|0.05 元 money}
只要{1块5|1.5 元 money}
只要{两毛五|0.25 元 money}
只要{十二块五|12.5 元 money}
只要{3元5角|3.5 元 money}
只要{一元八角|1.8 元 money}
每件{5元/件|5 元/件 money}
运费{2.5元每公斤|2.5 元/公斤 money}
运费{0.3元一单|0.3 元/单 money}
运费{8元／票|8 元/票 money}
租金{3万元/年|30000 元/年 money}
捐款{500美元|500 美元 foreign_money}
{1200余万元|12000000 元 money at_least}
{近千万元|10000000 元 money about}
"""

VAGUE = """
{若干个|- 个 vague}站点
{数十个|- 个 vague}
{数百名|- 名 vague}群众
{数千万元|- 元 vague}
{几十个|- 个 vague}
{几百户|- 户 vague}
{几个|- 个 vague}
{好几家|- 家 vague}
{成百上千|- - vague}
"""

POWERS = """
{上百人|100 人 people at_least}
{上千个|1000 个 count at_least}
{上万件|10000 件 parcels at_least}
{过百家|100 家 count at_least}
{过千人|1000 人 people at_least}
{超百个|100 个 count at_least}
{逾千家|1000 家 count at_least}
{近百个|100 个 count about}
{近千人|1000 人 people about}
{近万名|10000 名 people about}
"""

TIMES = """
{2023年|- - date}建成
{2023年6月|- - date}建成
{2023年6月15日|- - date}建成
{6月15日|- - date}建成
{3月份|- - date}
{2021—2023年|- - date}
{2020年底|- - date}
{二〇二一年|- - date}
{十二月|- - date}
到{2025年|- - date}
{2022年度|- - date}
用{3个月|3 个月 duration}
{24小时|24 小时 duration}
{2个小时|2 个小时 duration}
{半小时|0.5 小时 duration}
{两个半小时|2.5 小时 duration}
{3天半左右|3.5 天 duration about}
{一天半|1.5 天 duration}
{1个多小时|1 小时 duration at_least}
{三个钟头|3 个钟头 duration}
{24小时内|24 小时 duration at_most}送达
{半年|0.5 年 duration}
{三天|3 天 duration}
{5个工作日|5 个工作日 duration}
{48小时以内|48 小时 duration at_most}
交办运{〔2022〕8号|- - document_number}
国发{〔2021〕15号|- - document_number}文
{第一批|- - ordinal}
{第3届|- - ordinal}
{第十二届|- - ordinal}
{第三产业|- - ordinal}
"""

MEASURES = """
{3000平方米|3000 平方米 area}
{2万亩|20000 亩 area}
{30公里|30 公里 length}
{10km|10 km length}
{200吨|200 吨 mass}
{12辆|12 辆 vehicles}
{6条|6 条 lines}
{300户|300 户 households}
{1.5万人次|15000 人次 person_times}
{80件/天|80 件/天 rate}
{18岁|18 岁 age}
{100度|100 度 energy}
{2次|2 次 occurrences}
国道{G318|- - name}
{5G|- - name}网络
"""

DECOYS = """
附近{3个|3 个 count}村
最近{3年|3 年 duration}
邻近{2个|2 个 count}镇
节约{30%|30 % percent}
预约{2次|2 次 occurrences}
签约{5家|5 家 count}
商超{5家|5 家 count}
{5个|5 个 count}多功能站
{3个|3 个 count}多式联运中心
{12家|12 家 count}多元化经营
{2个|2 个 count}余姚站
上{3个|3 个 count}台阶
达{30个|30 个 count}
共{30个|30 个 count}
{3个|3 个 count}家庭
{300人次|300 人次 person_times}
电话里没有数字
"""

TABLES = {
    "arabic": ARABIC, "chinese": CHINESE, "shares": SHARES, "ranges": RANGES, "pairs": PAIRS,
    "money": MONEY, "vague": VAGUE, "powers": POWERS, "times": TIMES, "measures": MEASURES,
    "decoys": DECOYS,
}  # fmt: skip
SENTENCES = [
    pytest.param(line, id=f"{name}: {line}")
    for name, table in TABLES.items()
    for line in table.strip().splitlines()
]


def unmarked(marked: str) -> tuple[str, list[Row]]:
    """Return a sentence without its marks, and what they say with the text before each."""
    text, rows = "", []
    position = 0
    for mark in MARK.finditer(marked):
        text += marked[position : mark.start()]
        value, unit, kind, *qualifier = mark["label"].split()
        rows.append((text, mark["text"], value, unit, kind, qualifier[0] if qualifier else "exact"))
        text += mark["text"]
        position = mark.end()
    return text + marked[position:], rows


def row(text: str, numeral: Numeral) -> Row:
    if numeral.value_min == numeral.value_max:
        value = "-" if numeral.value_min is None else str(numeral.value_min)
    else:
        value = f"{numeral.value_min}..{numeral.value_max}"
    return (
        text[: numeral.start],
        text[numeral.start : numeral.end],
        value,
        numeral.unit or "-",
        numeral.kind,
        numeral.qualifier,
    )


def rows(text: str) -> list[Row]:
    return [row(text, numeral) for numeral in FINDER.find(text)]


@pytest.mark.parametrize("marked", SENTENCES)
def test_numerals_are_read(marked: str) -> None:
    text, expected = unmarked(marked)
    assert rows(text) == expected


def test_good_people_are_people() -> None:
    assert rows("8名优秀员工") == [("", "8名", "8", "名", "people", "exact")]


def test_the_tables_are_large_enough_to_mean_something() -> None:
    assert len(SENTENCES) >= 150


# Guide, "Every fact": which word makes which qualifier.
BEFORE = {
    "about": "约 大约 大概 近 将近 接近 差不多 约有 约为",
    "at_least": "超 超过 逾 突破 不低于 不少于 至少 高于 多于 起码 不下",
    "at_most": "不超过 不足 不到 低于 少于 最多 至多 不高于 不多于",
}
BEHIND = {
    "about": "左右 上下",
    "at_least": "以上 及以上 有余 之多",
    "at_most": "以内 以下 之内",
}
QUALIFIED = [
    *((f"{word}30个", qualifier) for qualifier, words in BEFORE.items() for word in words.split()),
    *((f"30个{word}", qualifier) for qualifier, words in BEHIND.items() for word in words.split()),
    ("约20多个", "at_least"),
    ("近30余个", "at_least"),
    ("约30%以上", "at_least"),
    ("大约三十个左右", "about"),
    ("超过200余人", "at_least"),
    ("近200人左右", "about"),
    ("最多不超过30个", "at_most"),
    ("约 30%", "about"),
    ("20万人次以上", "at_least"),
]


@pytest.mark.parametrize(("text", "qualifier"), QUALIFIED)
def test_qualifiers_belong_to_the_numeral(text: str, qualifier: str) -> None:
    (numeral,) = FINDER.find(f"全县{text}。")
    assert (numeral.start, numeral.end) == (2, 2 + len(text))
    assert numeral.qualifier == qualifier


FULL_WIDTH = """
建成５１８个服务点|{５１８个|518 个 count}
下降３０％|{３０％|30 % percent}
每件１．５元|{１．５元|1.5 元 money}
每件８元／票|{８元／票|8 元/票 money}
２０２３年|{２０２３年|- - date}
“２＋３０”|{２|2 - bare} {３０|30 - bare}
下降１０％～１５％|{１０％～１５％|10..15 % percent}
"""


@pytest.mark.parametrize("line", FULL_WIDTH.strip().splitlines())
def test_full_width_characters_are_narrowed_by_the_view(line: str) -> None:
    source, marks = line.split("|", 1)
    view = make_view(source, [])
    found = []
    for numeral in FINDER.find(view.text):
        start, end = view.to_source(numeral.start, numeral.end)
        found.append((source[start:end], *row(view.text, numeral)[2:]))
    assert found == [expected[1:] for expected in unmarked(marks)[1]]


WORDS = """
一体化 一站式 一点多能 一网多用 百姓 百货 千方百计 千家万户 第一书记 三农 三轮车 四川 十堰
一系列 一批 统一 唯一 万一 进一步 十四五 四面八方 三下乡 一条龙 双十一 最后一公里
"""


@pytest.mark.parametrize("word", WORDS.split())
def test_words_with_a_digit_in_them_count_nothing(word: str) -> None:
    text = f"推动{word}发展"
    assert all(item.numeral is None for item in Scanner(RULES).scan(text, 0, len(text)))


# Properties. The writers below are independent of the reader.

DIGITS = "零一二三四五六七八九"


def section(number: int, padded: bool) -> str:
    """Write a number below 10,000; ``padded`` if a larger power stands before it."""
    written, zero = "", padded and number < 1000
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            written += ("零" if zero else "") + DIGITS[digit] + name
            zero = False
        elif written:
            zero = True
    return written


def chinese(number: int) -> str:
    """Write a number below 10**12 as books do (一十二 stays as it is)."""
    written = ""
    for power, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part = number // power % 10**4
        if part:
            written += section(part, bool(written)) + name
    return written


numbers = st.integers(1, 10**12 - 1) | st.integers(1, 9999)
figures = st.decimals(0, 10**9, allow_nan=False, allow_infinity=False, places=2)


def only(text: str) -> Numeral:
    (numeral,) = FINDER.find(text)
    assert (numeral.start, numeral.end) == (0, len(text))
    assert numeral.value_min == numeral.value_max
    return numeral


@given(numbers)
def test_any_chinese_number_is_read_back(number: int) -> None:
    assert only(f"{chinese(number)}件").value_min == number


@given(st.integers(10, 19))
def test_a_leading_one_before_ten_can_be_left_out(number: int) -> None:
    assert only(f"{chinese(number).removeprefix('一')}个").value_min == number


@given(figures, st.sampled_from(["", "万", "亿", "千", "百"]))
def test_any_arabic_and_mixed_figure_is_read_back(figure: Decimal, power: str) -> None:
    size = {"": 1, "万": 10**4, "亿": 10**8, "千": 1000, "百": 100}[power]
    numeral = only(f"{figure}{power}元")
    assert numeral.value_min == figure * size
    assert "E" not in str(numeral.value_min)


@given(st.integers(1000, 10**12))
def test_separators_of_thousands_change_nothing(number: int) -> None:
    assert only(f"{number:,}元").value_min == number


@given(st.decimals(0, 100, places=2), st.sampled_from(["%", "％"]))
def test_any_percentage_is_read_back(figure: Decimal, sign: str) -> None:
    numeral = only(f"{figure}{sign}")
    assert (numeral.value_min, numeral.unit, numeral.kind) == (figure, "%", "percent")


@given(st.integers(1, 99))
def test_any_percentage_in_words_is_read_back(number: int) -> None:
    assert only(f"百分之{chinese(number)}").value_min == number


@given(st.integers(1, 1500), st.integers(1, 1500), st.sampled_from("—-~～至到"))
def test_a_rising_pair_is_a_range_and_no_other(first: int, second: int, sign: str) -> None:
    found = FINDER.find(f"{first}{sign}{second}件")
    if first < second:
        (numeral,) = found
        assert (numeral.value_min, numeral.value_max) == (Decimal(first), Decimal(second))
    else:
        assert [numeral.value_min for numeral in found] == [first, second]


HOSTILE = st.text(
    st.sampled_from("0123456789０９.,，、零〇一二两三十百千万亿半几多余来约近超上过不点成分之块毛元角"
                    "个人件%％‰年月日第—-~至到/+〔〕()（）AkG 站农\n\t\x00😀𠮷"),
    max_size=60,
)  # fmt: skip


@given(HOSTILE | st.text(max_size=40))
def test_any_text_gives_spans_in_order_inside_it(text: str) -> None:
    position = 0
    for numeral in FINDER.find(text):
        assert position <= numeral.start <= numeral.digits_start
        assert numeral.digits_start < numeral.digits_end <= numeral.end <= len(text)
        position = numeral.end
        low, high = numeral.value_min, numeral.value_max
        assert (low is None) == (high is None)
        if low is not None and high is not None:
            assert low <= high
            assert low.is_finite()


@given(HOSTILE)
def test_no_arabic_digit_is_lost(text: str) -> None:
    covered: set[int] = set()
    for numeral in FINDER.find(text):
        covered.update(range(numeral.start, numeral.end))
    assert {index for index, char in enumerate(text) if "0" <= char <= "9"} <= covered


@given(HOSTILE)
def test_kinds_are_those_that_the_grammar_knows(text: str) -> None:
    assert {numeral.kind for numeral in FINDER.find(text)} <= FINDER.grammar.kinds


class Counting:
    """An expression that counts how often it is asked to match."""

    def __init__(self, expression: re.Pattern[str]):
        self.expression = expression
        self.searches = 0

    def match(self, text: str, position: int) -> re.Match[str] | None:
        self.searches += 1
        return self.expression.match(text, position)


PIECES = ["1个", "一百", "1", "一", "1-", "约", "百分之", "1,", "2023年", "成"]


@pytest.mark.parametrize("piece", PIECES)
def test_each_expression_is_tried_at_most_twice_a_numeral(
    piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = piece * 400
    general, special = Counting(FINDER.grammar.numeral), Counting(FINDER.grammar.special)
    monkeypatch.setattr(FINDER.grammar, "numeral", general)
    monkeypatch.setattr(FINDER.grammar, "special", special)
    FINDER.find(text)
    limit = 2 * 400 + 2
    assert general.searches <= limit
    assert special.searches <= limit


LONG_RUNS = ["9", "一", "百", "1.", "1,", "约", "近百", "1-", "A", "A1", "9A", "百分之", "一点",
             "1块", "半", "第", "成", "〔"]  # fmt: skip


@pytest.mark.parametrize("piece", LONG_RUNS)
def test_a_long_run_of_one_piece_is_read_to_its_end(piece: str) -> None:
    text = piece * (5_000 // len(piece)) + "建成12个"
    last = FINDER.find(text)[-1]
    assert row(text, last)[1:4] == ("12个", "12", "个")
