using RnnDsl.Examples.Common;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Shakespeare;

/// <summary>A declared model with its default training options.</summary>
/// <param name="Name">Name in <c>settings.json</c>.</param>
/// <param name="Title">Title of figures.</param>
/// <param name="Create">Creates the model for a vocabulary size.</param>
internal sealed record Recipe(string Name, string Title, Func<long, Device, LanguageModel> Create)
{
    public const string Constant = "constant";
    public const string Cosine = "cosine";

    /// <summary>The model of the article.</summary>
    public static Recipe Lab { get; } = new("lab", "Character LSTM", static (count, device) => LanguageModel.Of<CharLstm, CharLstm.State>(new CharLstm(count, device), static (model, path) => model.ExportOnnx(path)))
    {
        Steps = 3_000,
        Batch = 64,
        Sequence = 100,
        LearningRate = 0.002,
        Clip = 5,
        Streaming = StreamingRecipe.Lab,
    };

    /// <summary>The best model within an hour of CPU training.</summary>
    public static Recipe Best { get; } = new("best", "Regularised character LSTM", static (count, device) => LanguageModel.Of<RegularisedCharLstm, RegularisedCharLstm.State>(new RegularisedCharLstm(count, device), static (model, path) => model.ExportOnnx(path)))
    {
        Steps = 3_800,
        Batch = 32,
        Sequence = 100,
        LearningRate = 0.004,
        Streaming = StreamingRecipe.Best,
        Schedule = Cosine,
        Warmup = 200,
        Average = 0.995,
        Clip = 1,
    };

    /// <summary>A model that trains within minutes, for demonstrations.</summary>
    public static Recipe Small { get; } = new("small", "Small character GRU", static (count, device) => LanguageModel.Of<SmallCharGru, SmallCharGru.State>(new SmallCharGru(count, device), static (model, path) => model.ExportOnnx(path)))
    {
        Steps = 3_000,
        Batch = 32,
        Sequence = 100,
        LearningRate = 0.006,
        Streaming = StreamingRecipe.Small,
        Schedule = Cosine,
        Warmup = 100,
        Clip = 1,
    };

    /// <summary>The model for words and subwords.</summary>
    public static Recipe Words { get; } = new("words", "AWD-LSTM", static (count, device) => LanguageModel.Of<WordLstm, WordLstm.State>(new WordLstm(count, device), static (model, path) => model.ExportOnnx(path)))
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

    /// <summary>The character models that <c>--model</c> selects from.</summary>
    public static IReadOnlyList<Recipe> OfCharacters { get; } = [Lab, Best, Small];

    public required int Steps { get; init; }

    public required int Batch { get; init; }

    public required int Sequence { get; init; }

    public required double LearningRate { get; init; }

    public string Schedule { get; init; } = Constant;

    public int Warmup { get; init; }

    /// <summary>Decay of the weight average; 0 for none.</summary>
    public double Average { get; init; }

    public required double Clip { get; init; }

    /// <summary>The model as a stream; <c>null</c> for one that does not stream.</summary>
    public StreamingRecipe? Streaming { get; init; }

    /// <summary>The recipe for a tokenisation.</summary>
    /// <param name="tokens">One of <see cref="TextTokens.Kinds"/>.</param>
    /// <param name="model">The value of <c>--model</c>, or <c>null</c>.</param>
    /// <exception cref="UsageException">The model does not fit the tokenisation.</exception>
    public static Recipe Of(string tokens, string? model)
    {
        if (tokens == TextTokens.Characters)
            return OfCharacters.Single(recipe => recipe.Name == (model ?? Lab.Name));
        return model is null
            ? Words
            : throw new UsageException($"--model {model} is a character model; words and subwords have a model of their own. Leave out --model, or --tokens {tokens}.");
    }
}
