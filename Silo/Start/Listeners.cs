using System.Net;
using Keeper.Gateway.Hosting;
using Keeper.Gateway.Listeners;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Keeper.Silo.Start;

/// <summary>The two listening addresses: as configured, and once bound, as they are (port 0).</summary>
internal sealed class Listeners(IOptions<SiloOptions> options, IOptions<GatewayOptions> limits, IConfiguration configuration)
{
    private ListenOptions? _gateway;
    private ListenOptions? _operator;

    /// <summary>Where agents connect to.</summary>
    public string Gateway => Bound(options.Value.Gateway.Url, _gateway);

    /// <summary>Where operators connect to.</summary>
    public string Operator => Bound(options.Value.Operator.Url, _operator);

    /// <summary>Where the gateway is told to be reached.</summary>
    public string AdvertisedGateway => options.Value.Gateway.AdvertisedUrl ?? Gateway;

    /// <summary>Where the operator address is told to be reached.</summary>
    public string AdvertisedOperator => options.Value.Operator.AdvertisedUrl ?? Operator;

    /// <summary>
    /// Hands both to Kestrel's own configuration reader, so that certificates, protocols and client certificates are set
    /// beside the URL (<c>Keeper:Gateway:Certificate:Path</c> …) in the words of Kestrel's documentation.
    /// </summary>
    public void Bind(KestrelServerOptions kestrel)
    {
        kestrel.LimitTo(limits.Value);
        var endpoints = new ConfigurationBuilder()
            .AddInMemoryCollection(Endpoint(nameof(Listener.Gateway), options.Value.Gateway.Url))
            .AddInMemoryCollection(Endpoint(nameof(Listener.Operator), options.Value.Operator.Url))
            .Build();
        kestrel.Configure(endpoints)
            .Endpoint(nameof(Listener.Gateway), endpoint => _gateway = endpoint.ListenOptions.Serves(Listener.Gateway))
            .Endpoint(nameof(Listener.Operator), endpoint => _operator = endpoint.ListenOptions.Serves(Listener.Operator));
    }

    private Dictionary<string, string?> Endpoint(string name, string url)
    {
        var section = configuration.GetSection($"{SiloOptions.Section}:{name}");
        var settings = section.AsEnumerable(makePathsRelative: true)
            .Where(setting => setting.Value is not null)
            .ToDictionary(setting => $"Endpoints:{name}:{setting.Key}", setting => setting.Value, StringComparer.OrdinalIgnoreCase);
        settings[$"Endpoints:{name}:Url"] = url;
        return settings;
    }

    private static string Bound(string configured, ListenOptions? listen)
    {
        var url = new UriBuilder(configured);
        if (listen?.IPEndPoint is { Port: > 0 } address)
        {
            url.Port = address.Port;
            if (address.Address.Equals(IPAddress.Any) || address.Address.Equals(IPAddress.IPv6Any))
                url.Host = "127.0.0.1";
        }

        return url.Uri.GetLeftPart(UriPartial.Authority);
    }
}
