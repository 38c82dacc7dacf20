using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Shakespeare;

/// <summary>A language model, independent of its state type.</summary>
/// <param name="Module">The trained module.</param>
/// <param name="Scores">Scores of the next token at each position, [batch, time, tokens]; the initial state is zero.</param>
/// <param name="Reader">Creates a reader of parallel token streams with carried state.</param>
/// <param name="Continue">Samples an endless continuation of a prompt.</param>
/// <param name="ExportOnnx">Writes the model as an ONNX file.</param>
internal sealed record LanguageModel(
    nn.Module Module,
    Func<Tensor, Tensor> Scores,
    Func<int, IWindowReader> Reader,
    Func<IReadOnlyList<long>, SamplingOptions, RandomSource, IEnumerable<long>> Continue,
    Action<string> ExportOnnx) : IDisposable
{
    public static LanguageModel Of<TModel, TState>(TModel model, Action<TModel, string> exportOnnx)
        where TModel : nn.Module, ISequenceModel<TState>, IStepModel<TState>
        where TState : RecurrentState<TState> => new(
            model,
            tokens => model.forward(tokens).Output,
            batch => new WindowReader<TState>(model, model.InitialState(batch)),
            (prompt, sampling, random) => TokenGenerator.Generate(model, prompt, sampling, random),
            path => exportOnnx(model, path));

    /// <summary>A prompt and its continuation by <paramref name="length"/> tokens, streamed piece by piece.</summary>
    public IEnumerable<string> Generate(TextTokens tokens, string prompt, int length, SamplingOptions sampling, long seed)
    {
        var prompted = tokens.Encode(prompt);
        return tokens.Decode(prompted.Concat(Continue(prompted, sampling with { SuppressedTokens = tokens.SuppressedTokens }, new RandomSource(seed)).Take(length)));
    }

    public void Dispose() => Module.Dispose();
}
