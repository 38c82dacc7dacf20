using RnnDsl.Examples.Common;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Caption;

/// <summary>One of the two models, independent of its state type.</summary>
/// <param name="Module">The trained module.</param>
/// <param name="Loss">Cross-entropy of the captions in nats per word, with teacher forcing.</param>
/// <param name="Search">Decodes captions of images [batch, 1, 64, 64]: greedily, or by beam search for <see cref="BeamSearchOptions"/>.</param>
internal sealed record CaptionModel(
    nn.Module Module, Func<CanvasBatch, Tensor> Loss, Func<Tensor, DecodingOptions, IReadOnlyList<IReadOnlyList<Hypothesis>>> Search) : IDisposable
{
    /// <summary>Batch size of decoding.</summary>
    private const int Batch = 100;

    /// <summary>Options of greedy decoding.</summary>
    public static DecodingOptions Greedy { get; } = new() { Begin = SpecialTokens.Begin, End = SpecialTokens.End, MaximumLength = Captions.Longest };

    public static CaptionModel Create(bool attention, int hidden, Device device)
    {
        var words = Captions.Vocabulary.Count;
        if (attention)
        {
            var withAttention = new Captioner(hidden: hidden, words: words, device: device);
            return Of(withAttention, batch => withAttention.call(batch.Images, batch.Inputs).Output, withAttention.Loss);
        }

        var withContext = new ContextCaptioner(hidden: hidden, words: words, device: device);
        return Of(withContext, batch => withContext.call(batch.Images, batch.Inputs), withContext.Loss);
    }

    /// <summary>Options of beam search.</summary>
    public static BeamSearchOptions Beam(int width, int nBest = 1) => new()
    {
        Begin = SpecialTokens.Begin,
        End = SpecialTokens.End,
        MaximumLength = Captions.Longest,
        BeamWidth = width,
        NBest = nBest,
    };

    /// <summary>The best caption of each canvas.</summary>
    /// <param name="pixels">The canvases.</param>
    /// <param name="options">Greedy or beam search options.</param>
    /// <param name="device">Device of the model.</param>
    /// <param name="progress">Title of a <see cref="ProgressLine"/>; <c>null</c> for none.</param>
    public IReadOnlyList<Hypothesis> Caption(IEnumerable<byte[]> pixels, DecodingOptions options, Device device, string? progress = null)
    {
        var captions = new List<Hypothesis>();
        foreach (var some in ProgressLine.Over(progress, [.. pixels.Chunk(Batch)]))
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
            (images, options) => SourceDecoding.Run(model, images, null, options));
}
