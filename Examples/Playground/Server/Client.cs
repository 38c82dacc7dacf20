namespace RnnDsl.Playground.Server;

/// <summary>Who sends a request.</summary>
internal static class Client
{
    /// <summary>The address of a client. Behind a reverse proxy all clients have that of the proxy, which then limits them itself.</summary>
    public static string Of(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Connection.RemoteIpAddress is { } address ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : "";
    }
}
