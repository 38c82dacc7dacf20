using RnnDsl.Examples.Mnist;
using RnnDsl.Playground.Limits;
using RnnDsl.Playground.Server;

namespace RnnDsl.Playground.Digits;

/// <summary><c>POST /api/digit</c>: reads a drawing row by row, one event for each row.</summary>
internal static class DigitEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/digit", static async (HttpContext context, DigitModel model, StreamRunner streams, PlaygroundOptions options) =>
    {
        var request = await Json.Read(context, Json.Default.DigitRequest, DigitRequest.Form);
        var image = Check(request, options);
        await streams.Run(context, (events, cancellation) => Read(model, image, events, cancellation));
    });

    /// <summary>Checks a request.</summary>
    /// <returns>The image that the model reads.</returns>
    /// <exception cref="RefusalException">The drawing is too large, of another size than it says, or empty.</exception>
    private static byte[] Check(DigitRequest request, PlaygroundOptions options)
    {
        var (width, height, pixels) = (request.Width, request.Height, request.Pixels);
        if (width > options.LargestDrawing || height > options.LargestDrawing)
            throw new RefusalException(StatusCodes.Status413PayloadTooLarge, $"The drawing has {width} × {height} pixels; sides of up to {options.LargestDrawing} are allowed. Scale it down.");
        if (width < 1 || height < 1)
            throw new RefusalException(StatusCodes.Status400BadRequest, $"The drawing has {width} × {height} pixels; sides are at least 1. Draw a digit.");
        if (pixels.Length != width * height)
            throw new RefusalException(StatusCodes.Status400BadRequest, $"The drawing should have {width} × {height} pixels, and {pixels.Length} bytes came: it has one byte for each pixel.");
        return DigitImage.Of(pixels, width) ?? throw new RefusalException(StatusCodes.Status400BadRequest, "The drawing is empty. Draw a digit.");
    }

    private static async Task Read(DigitModel model, byte[] image, EventStream events, CancellationToken cancellation)
    {
        await events.Write("image", new ImageEvent(image), Json.Default.ImageEvent, cancellation);
        var stream = model.NewStream();
        var (input, scores) = (new float[DigitImage.Size], new float[stream.OutputSize]);
        for (var row = 0; row < DigitImage.Size; row++)
        {
            for (var column = 0; column < DigitImage.Size; column++)
                input[column] = ((image[(row * DigitImage.Size) + column] / (float)byte.MaxValue) - (float)PixelStatistics.Mean) / (float)PixelStatistics.StandardDeviation;
            stream.Step(input, scores);
            await events.Write("row", new RowEvent(row, Probabilities(scores), Rounded(stream.State.Values(0))), Json.Default.RowEvent, cancellation);
        }
    }

    private static double[] Probabilities(ReadOnlySpan<float> scores)
    {
        Span<float> probabilities = stackalloc float[scores.Length];
        Sampler.Probabilities(scores, new SamplingOptions(), probabilities);
        return Rounded(probabilities);
    }

    private static double[] Rounded(ReadOnlySpan<float> values)
    {
        var rounded = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
            rounded[i] = Math.Round(values[i], 3);
        return rounded;
    }
}
