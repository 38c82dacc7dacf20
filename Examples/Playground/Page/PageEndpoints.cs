namespace RnnDsl.Playground.Page;

/// <summary>The files of the page.</summary>
internal static class PageEndpoints
{
    private static readonly (string Path, string File, string Type)[] Files =
    [
        ("/", "index.html", "text/html; charset=utf-8"),
        ("/style.css", "style.css", "text/css; charset=utf-8"),
        ("/script.js", "script.js", "text/javascript; charset=utf-8"),
        ("/bars.js", "bars.js", "text/javascript; charset=utf-8"),
        ("/text.js", "text.js", "text/javascript; charset=utf-8"),
        ("/digits.js", "digits.js", "text/javascript; charset=utf-8"),
        ("/translation.js", "translation.js", "text/javascript; charset=utf-8"),
        ("/events.js", "events.js", "text/javascript; charset=utf-8"),
        ("/icon.svg", "icon.svg", "image/svg+xml"),
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (path, file, type) in Files)
        {
            var content = Content(file);
            routes.MapGet(path, (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "no-cache";
                return Results.Bytes(content, type);
            });
        }
    }

    private static byte[] Content(string file)
    {
        using var stream = typeof(PageEndpoints).Assembly.GetManifestResourceStream("Page/" + file) ?? throw new InvalidOperationException($"The program lacks its resource {file}.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
