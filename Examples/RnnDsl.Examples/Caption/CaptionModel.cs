using RnnDsl.Examples.Common;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Caption;

/// <summary>One of the two networks, whatever its state looks like.</summary>
/// <param name="Module">What is trained.</param>
/// <param name="Loss">How far it is from the captions of canvases, in nats per word, each word having read those before it.</param>
/// <param name="Search">What it says of images [batch, 1, 64, 64]: greedily, or with a beam where the options are a beam's.</param>
internal sealed record CaptionModel(
    nn.Module Module, Func<CanvasBatch, Tensor> Loss, Func<Tensor, DecodingOptions, IReadOnlyList<IReadOnlyList<Hypothesis>>> Search) : IDisposable
{
    /// <summary>How many canvases are captioned side by side.</summary>
    private const int Batch = 100;

    /// <summary>The likeliest word at each step.</summary>
    public static DecodingOptions Greedy { get; } = new() { Begin = SpecialTokens.Begin, End = SpecialTokens.End, MaximumLength = Captions.Longest };

    public static CaptionModel Create(bool attention, int hidden, Device device)
    {
        var words = Captions.Vocabulary.Count;
        if (attention)
        {
            var attending = new Captioner(hidden: hidden, words: words, device: device);
            return Of(attending, batch => attending.call(batch.Images, batch.Inputs).Output, attending.Loss);
        }

        var summing = new SummaryCaptioner(hidden: hidden, words: words, device: device);
        return Of(summing, batch => summing.call(batch.Images, batch.Inputs), summing.Loss);
    }

    /// <summary>The likeliest captions that a beam finds.</summary>
    public static BeamSearchOptions Beam(int width, int nBest = 1) => new()
    {
        Begin = SpecialTokens.Begin,
        End = SpecialTokens.End,
        MaximumLength = Captions.Longest,
        BeamWidth = width,
        NBest = nBest,
    };

    /// <summary>The best caption of each canvas.</summary>
    /// <param name="pixels">Canvases.</param>
    /// <param name="options">Greedy, or a beam.</param>
    /// <param name="device">Where the network is.</param>
    public IReadOnlyList<Hypothesis> Caption(IEnumerable<byte[]> pixels, DecodingOptions options, Device device)
    {
        var captions = new List<Hypothesis>();
        foreach (var some in pixels.Chunk(Batch))
        {
            using var images = CanvasBatch.ImagesOf(some, device);
            captions.AddRange(Search(images, options).Select(static found => found[0]));
        }
        return captions;
    }

    public void Dispose() => Module.Dispose();

    private static CaptionModel Of<TState>(IEncoderDecoder<TState> model, Func<CanvasBatch, Tensor> scores, Func<Tensor, Tensor, Tensor?, Tensor> loss)
        where TState : RecurrentState<TState> => new(
            (nn.Module)model,
            batch => loss(scores(batch), batch.Targets, batch.Lengths),
            (images, options) => SourceSearch.Run(model, images, null, options));
}
