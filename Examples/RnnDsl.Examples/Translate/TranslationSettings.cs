using System.Text.Json;
using System.Text.Json.Serialization;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Translate;

/// <summary>Architecture of a trained translator.</summary>
internal sealed record TranslationSettings
{
    /// <summary>Whether the decoder uses attention over the source.</summary>
    public required bool Attention { get; init; }

    /// <summary>Whether tokens are subwords.</summary>
    public required bool Subwords { get; init; }

    public required int Embedding { get; init; }

    public required int Hidden { get; init; }

    public required int Readout { get; init; }

    public static TranslationSettings Of(TranslateOptions options) => new()
    {
        Attention = options.Attention,
        Subwords = options.Subwords,
        Embedding = options.Embedding,
        Hidden = options.Hidden,
        Readout = options.Readout,
    };

    public void Save(string path) => SettingsFile.Save(path, this, TranslationSettingsJson.Default.TranslationSettings);

    /// <exception cref="IOException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not what <see cref="Save"/> wrote.</exception>
    public static TranslationSettings Load(string path) =>
        SettingsFile.Load(path, TranslationSettingsJson.Default.TranslationSettings, static settings => settings is { Embedding: > 0, Hidden: > 0, Readout: > 0 });
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(TranslationSettings))]
internal sealed partial class TranslationSettingsJson : JsonSerializerContext;
