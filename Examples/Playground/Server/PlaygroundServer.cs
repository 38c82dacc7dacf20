using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using RnnDsl.Playground.Digits;
using RnnDsl.Playground.Limits;
using RnnDsl.Playground.Models;
using RnnDsl.Playground.Page;
using RnnDsl.Playground.Text;
using RnnDsl.Playground.Translation;

namespace RnnDsl.Playground.Server;

/// <summary>The server: models, limits, endpoints.</summary>
internal static class PlaygroundServer
{
    /// <summary>Runs the server until it is stopped.</summary>
    /// <exception cref="IOException">A model cannot be read, or an address is in use.</exception>
    /// <exception cref="InvalidDataException">A model is damaged, or does not run as a stream.</exception>
    public static async Task<int> Run(PlaygroundOptions options, CancellationToken cancellation)
    {
        var models = ModelFolder.Load(options.Models);
        await using var app = Create(options, models);
        app.Urls.Clear();
        foreach (var address in options.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            app.Urls.Add(address);
        await app.StartAsync(cancellation);

        Console.Out.WriteLine($"Text: {models.Text.Description}");
        Console.Out.WriteLine($"Digits: {models.Digits.Description}");
        Console.Out.WriteLine($"Translation: {models.Translation.Description}");
        Console.Out.WriteLine($"Open {string.Join(" or ", app.Urls)} in a browser; Ctrl-C stops the server.");
        await app.WaitForShutdownAsync(cancellation);
        return 0;
    }

    private static WebApplication Create(PlaygroundOptions options, LoadedModels models)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole(static console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.LargestRequest;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        builder.Services.AddSingleton(options).AddSingleton(models).AddSingleton(models.Text).AddSingleton(models.Digits).AddSingleton(models.Translation).AddSingleton<StreamLimiter>().AddSingleton<StreamRunner>();
        builder.Services.AddRateLimiter(limiter => Limit(limiter, options.RequestsPerSecond));

        var app = builder.Build();
        app.Use(SecurityHeaders.Add);
        app.Use(Refusals.Handle);
        app.UseRouting();
        app.UseRateLimiter();
        PageEndpoints.Map(app);
        var api = app.MapGroup("/api").RequireRateLimiting(nameof(PlaygroundOptions.RequestsPerSecond));
        ModelsEndpoint.Map(api);
        TextEndpoint.Map(api);
        DigitEndpoint.Map(api);
        TranslationEndpoint.Map(api);
        return app;
    }

    private static void Limit(RateLimiterOptions limiter, int perSecond)
    {
        limiter.AddPolicy(nameof(PlaygroundOptions.RequestsPerSecond), context => RateLimitPartition.GetTokenBucketLimiter(Client.Of(context), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = perSecond,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));
        limiter.OnRejected = async (rejected, cancellation) => await Refusals.Write(
            rejected.HttpContext,
            new RefusalException(StatusCodes.Status429TooManyRequests, string.Create(CultureInfo.InvariantCulture, $"More than {perSecond} requests per second came from this address. Wait a second."), RetryAfter: 1));
    }
}
