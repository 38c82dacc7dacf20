namespace RnnDsl.Playground.Server;

/// <summary>Addresses to listen on.</summary>
internal static class Addresses
{
    /// <summary>Why the server cannot listen on some addresses; <c>null</c> if it can.</summary>
    /// <param name="urls">Addresses, separated by semicolons.</param>
    public static string? Problem(string? urls)
    {
        var addresses = (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (addresses.Length == 0)
            return "there is no address. An address is http://127.0.0.1:5080, for example.";
        foreach (var address in addresses)
        {
            try
            {
                if (BindingAddress.Parse(address) is not { Scheme: "http", PathBase: "" })
                    return $"'{address}' is not an address of the form http://HOST:PORT. For https, put a reverse proxy in front of the server.";
            }
            catch (FormatException)
            {
                return $"'{address}' is not an address. An address is http://127.0.0.1:5080, for example.";
            }
        }

        return null;
    }
}
