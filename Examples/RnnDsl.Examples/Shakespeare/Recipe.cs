using RnnDsl.Examples.Common;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Shakespeare;

/// <summary>One of the declared models, and how it is trained unless the options say otherwise.</summary>
/// <param name="Name">What <c>settings.json</c> calls it.</param>
/// <param name="Title">What a figure calls it.</param>
/// <param name="Create">The network over so many tokens.</param>
internal sealed record Recipe(string Name, string Title, Func<long, Device, LanguageModel> Create)
{
    public const string Constant = "constant";
    public const string Cosine = "cosine";

    /// <summary>The article's.</summary>
    public static Recipe Lab { get; } = new("lab", "Character LSTM", static (count, device) => LanguageModel.Of<CharLstm, CharLstm.State>(new CharLstm(count, device)))
    {
        Steps = 3_000,
        Batch = 64,
        Sequence = 100,
        LearningRate = 0.002,
        Clip = 5,
    };

    /// <summary>As good as an hour of a CPU makes it.</summary>
    public static Recipe Best { get; } = new("best", "Regularised character LSTM", static (count, device) => LanguageModel.Of<RegularisedCharLstm, RegularisedCharLstm.State>(new RegularisedCharLstm(count, device)))
    {
        Steps = 3_800,
        Batch = 32,
        Sequence = 100,
        LearningRate = 0.004,
        Schedule = Cosine,
        Warmup = 200,
        Average = 0.995,
        Clip = 1,
    };

    /// <summary>For words and for their parts.</summary>
    public static Recipe Words { get; } = new("words", "AWD-LSTM", static (count, device) => LanguageModel.Of<WordLstm, WordLstm.State>(new WordLstm(count, device)))
    {
        Steps = 4_000,
        Batch = 32,
        Sequence = 70,
        LearningRate = 0.002,
        Schedule = Cosine,
        Warmup = 100,
        Average = 0.995,
        Clip = 1,
    };

    /// <summary>The models for characters, which <c>--model</c> chooses from.</summary>
    public static IReadOnlyList<Recipe> OfCharacters { get; } = [Lab, Best];

    public required int Steps { get; init; }

    public required int Batch { get; init; }

    public required int Sequence { get; init; }

    public required double LearningRate { get; init; }

    public string Schedule { get; init; } = Constant;

    public int Warmup { get; init; }

    /// <summary>The decay of the average of the weights; 0 for none.</summary>
    public double Average { get; init; }

    public required double Clip { get; init; }

    /// <summary>The recipe for some tokens.</summary>
    /// <param name="tokens">One of <see cref="TextTokens.Kinds"/>.</param>
    /// <param name="model">What <c>--model</c> names, if anything.</param>
    /// <exception cref="UsageException">The model is not one for such tokens.</exception>
    public static Recipe Of(string tokens, string? model)
    {
        if (tokens == TextTokens.Characters)
            return OfCharacters.Single(recipe => recipe.Name == (model ?? Lab.Name));
        return model is null
            ? Words
            : throw new UsageException($"--model {model} is a model for characters, and there is one model only for words and subwords. Leave out --model, or --tokens {tokens}.");
    }
}
