using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Simmer.AspNetCore;

/// <summary>Puts Kestrel on event loops.</summary>
public static class SimmerTransportExtensions
{
    /// <summary>Has Kestrel take its connections from event loops: TCP and Unix sockets, with everything above them as ever.</summary>
    /// <param name="builder">The host's builder: <c>builder.WebHost</c>.</param>
    /// <param name="configure">Sets the number of loops, where the application runs, …; null for the usual settings.</param>
    /// <returns>The builder.</returns>
    /// <remarks>
    /// TLS, HTTP/1.1, HTTP/2 and limits stay Kestrel's. Endpoints of other kinds (file handles, named pipes) stay with the transports that
    /// Kestrel has for them.
    /// </remarks>
    /// <example><code>
    /// WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
    /// builder.WebHost.UseSimmer();
    /// </code></example>
    public static IWebHostBuilder UseSimmer(this IWebHostBuilder builder, Action<SimmerTransportOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.ConfigureServices(services => services.AddSimmerTransport(configure));
    }

    /// <summary>Adds the transport to the services of a host that runs Kestrel.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the number of loops, where the application runs, …; null for the usual settings.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddSimmerTransport(this IServiceCollection services, Action<SimmerTransportOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (configure is not null)
        {
            services.Configure(configure);
        }

        // Of several transports that can bind an endpoint, Kestrel takes the one that was added last.
        return services.AddSingleton<IConnectionListenerFactory, SimmerTransportFactory>();
    }
}
