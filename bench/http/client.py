"""Gets a URL again and again over so many connections with aiohttp on uvloop, and tells how often a second."""
import asyncio
import sys
import time

import aiohttp
import uvloop

WARM_UP = 1


async def main(url, connections, seconds):
    count = 0
    stopped = False

    async def get(session):
        nonlocal count
        while not stopped:
            async with session.get(url) as answer:
                await answer.read()
            count += 1

    connector = aiohttp.TCPConnector(limit=connections)
    async with aiohttp.ClientSession(connector=connector) as session:
        tasks = [asyncio.create_task(get(session)) for _ in range(connections)]
        await asyncio.sleep(WARM_UP)
        count, began = 0, time.perf_counter()
        await asyncio.sleep(seconds)
        rate = count / (time.perf_counter() - began)
        stopped = True
        await asyncio.gather(*tasks)
        print(int(rate))


uvloop.install()
asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
