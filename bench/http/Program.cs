using Simmer.HttpPeers;

switch (args)
{
    case ["client", var kind, var url, var connections, var seconds]:
        Console.WriteLine(Client.Run(kind, url, Number(connections), Number(seconds)));
        return 0;
    case ["server", var transport, var port, var cores]:
        await Server.Run(transport, Number(port), Number(cores));
        return 0;
    case ["browser", var browser]:
        return await BrowserCheck.Run(browser);
    default:
        Console.Error.WriteLine(
            "client loop|bare|usual URL CONNECTIONS SECONDS, server simmer|simmer-pool|sockets PORT CORES, or browser CHROMIUM; see run.sh.");
        return 2;
}

static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
