using System.Text.Json;
using System.Text.Json.Serialization;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Sentiment;

/// <summary>Architecture of the trained models of a run.</summary>
/// <param name="Embedding">Embedding size.</param>
/// <param name="Hidden">Hidden size of each direction.</param>
/// <param name="Fold">The fold whose model is used by default.</param>
internal sealed record SentimentSettings(int Embedding, int Hidden, int Fold)
{
    public void Save(string path) => SettingsFile.Save(path, this, SentimentSettingsJson.Default.SentimentSettings);

    /// <exception cref="IOException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not what <see cref="Save"/> wrote.</exception>
    public static SentimentSettings Load(string path) => SettingsFile.Load(
        path, SentimentSettingsJson.Default.SentimentSettings, static settings => settings is { Embedding: > 0, Hidden: > 0, Fold: >= 1 and <= ReviewData.FoldCount });
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(SentimentSettings))]
internal sealed partial class SentimentSettingsJson : JsonSerializerContext;
