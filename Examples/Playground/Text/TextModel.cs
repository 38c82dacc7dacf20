using RnnDsl.Playground.Models;

namespace RnnDsl.Playground.Text;

/// <summary>A character model and its vocabulary.</summary>
internal sealed class TextModel
{
    private readonly TextStream _weights;

    private TextModel(string name, CharacterVocabulary vocabulary, TextStream weights, ModelSource source)
    {
        (Name, Vocabulary, _weights, Source) = (name, vocabulary, weights, source);
        Start = vocabulary.TryGetToken(new('\n'), out var newline) ? (int)newline : 0;
    }

    /// <summary>The name of the model in the shakespeare example.</summary>
    public string Name { get; }

    public CharacterVocabulary Vocabulary { get; }

    public ModelSource Source { get; }

    public string Description => $"{Name}, {Source}";

    /// <summary>The token before an empty text: a line feed.</summary>
    public int Start { get; }

    /// <summary>Loads a model.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="vocabulary">Its vocabulary.</param>
    /// <param name="load">Loads the weights of a file.</param>
    /// <param name="source">Where they are from.</param>
    /// <exception cref="InvalidDataException">Weights and vocabulary are not of one training.</exception>
    public static TextModel Create(string name, CharacterVocabulary vocabulary, Func<string, TextStream> load, ModelSource source)
    {
        var weights = load(source.File ?? "");
        return weights.OutputSize == vocabulary.Count
            ? new TextModel(name, vocabulary, weights, source)
            : throw new InvalidDataException($"The vocabulary has {vocabulary.Count} characters, and the model of {source} has {weights.OutputSize}: they are not of one training.");
    }

    /// <summary>A stream in the initial state.</summary>
    public TextStream NewStream() => _weights.NewStream();
}
