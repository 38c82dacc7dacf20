using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Shakespeare;

/// <summary>A network from tokens to the scores of the next one with its weights, whatever its state looks like.</summary>
/// <param name="Module">What is trained.</param>
/// <param name="Scores">The scores of what follows each token, [batch, time, tokens]; each sequence [batch, time] begins without a state.</param>
/// <param name="Reader">Reads so many texts side by side, window after window.</param>
/// <param name="Continue">Tokens after a prompt, without end.</param>
internal sealed record LanguageModel(
    nn.Module Module,
    Func<Tensor, Tensor> Scores,
    Func<int, IWindowReader> Reader,
    Func<IReadOnlyList<long>, SamplingOptions, RandomSource, IEnumerable<long>> Continue) : IDisposable
{
    public static LanguageModel Of<TModel, TState>(TModel model)
        where TModel : nn.Module, ISequenceModel<TState>, IStepModel<TState>
        where TState : RecurrentState<TState> => new(
            model,
            tokens => model.forward(tokens).Output,
            batch => new WindowReader<TState>(model, model.InitialState(batch)),
            (prompt, sampling, random) => TokenGenerator.Generate(model, prompt, sampling, random));

    /// <summary>A prompt and so many tokens after it as a text, of which each piece is there as soon as it is computed.</summary>
    public IEnumerable<string> Write(TextTokens tokens, string prompt, int length, SamplingOptions sampling, long seed)
    {
        var beginning = tokens.Encode(prompt);
        return tokens.Decode(beginning.Concat(Continue(beginning, sampling with { SuppressedTokens = tokens.Unwritten }, new RandomSource(seed)).Take(length)));
    }

    public void Dispose() => Module.Dispose();
}
