"""Echo servers on asyncio or uvloop, by streams or by a protocol: echo.py PORT asyncio|uvloop streams|protocol"""
import asyncio
import sys


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data)


async def echo(reader, writer):
    while data := await reader.read(4096):
        writer.write(data)
        await writer.drain()


async def main(port, style):
    if style == "protocol":
        server = await asyncio.get_running_loop().create_server(Echo, "127.0.0.1", port, backlog=4096)
    else:
        server = await asyncio.start_server(echo, "127.0.0.1", port, backlog=4096)
    await server.serve_forever()


if sys.argv[2] == "uvloop":
    import uvloop

    uvloop.install()
asyncio.run(main(int(sys.argv[1]), sys.argv[3]))
