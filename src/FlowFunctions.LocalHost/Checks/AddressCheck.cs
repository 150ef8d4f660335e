using System.Net;
using System.Net.Sockets;
using FlowFunctions.LocalHost.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace FlowFunctions.LocalHost.Checks;

/// <summary>Finds out before anything is started whether the host can listen where it is told to: Kestrel, which listens last, would find it out too late.</summary>
internal static class AddressCheck
{
    private const string Cure = "choose another address with --urls, such as --urls http://localhost:7072";

    public static IEnumerable<string> FaultsOf(IConfiguration configuration)
    {
        var setting = SettingOrigin.Behind(configuration, HostConfiguration.UrlsSetting);
        HashSet<IPEndPoint> taken = [];
        foreach (var url in HostConfiguration.Urls(configuration))
        {
            if (FaultOf(url, taken) is { } fault)
            {
                yield return $"{setting}: {fault}";
            }
        }
    }

    /// <summary>For a port that somebody takes between the check and the start.</summary>
    public static StartupException Taken(string urls, Exception cause) => new($"{HostConfiguration.UrlsSetting}: {InUse(urls)}", cause);

    private static string InUse(string url) => $"{url} is in use by another program. Stop that program, or {Cure}.";

    private static string? FaultOf(string url, HashSet<IPEndPoint> taken)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            return $"'{url}' is no address; {Cure}.";
        }

        return address switch
        {
            { IsUnixPipe: true } or { IsNamedPipe: true } => null,
            { Scheme: var scheme } when !scheme.Equals(Uri.UriSchemeHttp, StringComparison.OrdinalIgnoreCase) => $"'{url}' does not begin with http://, which is all that the local host serves; put a proxy in front of it for more, or {Cure}.",
            { PathBase.Length: > 0 } => $"'{url}' has a path, '{address.PathBase}', which an address to listen on cannot have; leave it out. The routes' own prefix is extensions.http.routePrefix of host.json.",
            { Port: < 0 or > IPEndPoint.MaxPort } => $"'{url}' has the port {address.Port}; ports are 0, for any free one, to {IPEndPoint.MaxPort}.",
            { Port: 0 } => Places(address).Select(place => Bind(url, place)).FirstOrDefault(fault => fault is not null),
            _ => Places(address).Select(place => taken.Add(place) ? Bind(url, place) : $"'{url}' is the same place as another of the addresses; leave one out.").FirstOrDefault(fault => fault is not null),
        };
    }

    /// <summary>As Kestrel takes the host of an address: "localhost" is both loopback addresses, and any other name is all addresses.</summary>
    private static IEnumerable<IPEndPoint> Places(BindingAddress address)
    {
        if (IPAddress.TryParse(address.Host, out var one))
        {
            yield return new(one, address.Port);
        }
        else if (address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            yield return new(IPAddress.Loopback, address.Port);
            if (Socket.OSSupportsIPv6)
            {
                yield return new(IPAddress.IPv6Loopback, address.Port);
            }
        }
        else
        {
            yield return new(IPAddress.Any, address.Port);
        }
    }

    private static string? Bind(string url, IPEndPoint place)
    {
        using var listener = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(place);
            return null;
        }
        catch (SocketException fault)
        {
            return fault.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => InUse(url),

                // A machine without IPv6 has "localhost" all the same.
                SocketError.AddressNotAvailable when IPAddress.IsLoopback(place.Address) => null,
                SocketError.AddressNotAvailable => $"this machine does not have the address {place.Address} of '{url}'. Take one that it has, or http://*:{place.Port} for all of them.",
                SocketError.AccessDenied => $"'{url}' needs rights that this user does not have, as ports below 1024 do; {Cure}.",
                _ => $"'{url}' cannot be listened on ({fault.Message}); {Cure}.",
            };
        }
    }
}
