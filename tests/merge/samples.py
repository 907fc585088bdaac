"""Small made-up reports, written as a run writes them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.flow import process
from pipeline.model import Document
from pipeline.rulebook import load
from pipeline.write import describe_collection, write_report

NETWORK = (
    "该地整合交通、邮政、供销、快递等资源，统一车辆标识和服务标准，开通客货邮融合线路，"
    "建成村级服务点{nodes}个，快递进村成本由每件3元降到2元，带动就业{people}人。"
    "下一步将继续完善县乡村三级物流体系，让群众在家门口就能收发快递。"
)
OTHER = (
    "依托冷链仓库发展果蔬外销，建设县级分拨中心1个、乡镇服务站{nodes}个，"
    "物流成本下降{people}%，农户足不出村就能把鲜果卖到全国各地，收入稳步提高。"
)


def write(
    out: Path, report: str, cases: list[str], *, title: str = "典型经验", year: int | None = None
) -> Path:
    """Write a report of these cases, each a heading and a body."""
    body = "\n\n".join(f"{number}.{case}" for number, case in enumerate(cases, 1))
    text = f"{title}\n\n{body}\n"
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    document = Document(report=report, text=text, sha256=sha256, year=year)
    folder = write_report(process(document, load()), out)
    describe_collection(out)
    return folder


def two_batches(out: Path) -> Path:
    """Write two batches whose counties meet again under other names and codes."""
    write(
        out,
        "batch2",
        [
            f"安徽省芜湖市繁昌县“交邮同行”\n{NETWORK.format(nodes=60, people=80)}",
            f"湖南省永州市祁阳县“祁货出湘”\n{NETWORK.format(nodes=300, people=90)}",
            f"江苏省东海县“福如东海”\n{OTHER.format(nodes=12, people=20)}",
            f"浙江省安吉县“竹乡快线”\n{OTHER.format(nodes=8, people=15)}",
        ],
        title="第二批典型经验",
        year=2019,
    )
    write(
        out,
        "batch4",
        [
            f"安徽省芜湖市繁昌区“交邮同行”\n{OTHER.format(nodes=7, people=30)}",
            f"湖南省祁阳市“邮快合作”\n{OTHER.format(nodes=22, people=25)}",
            f"江苏省东海县“福如东海”\n{OTHER.format(nodes=12, people=20)}",
        ],
        title="第四批典型经验",
        year=2023,
    )
    return out
