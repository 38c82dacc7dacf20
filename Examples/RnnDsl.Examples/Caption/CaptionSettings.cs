using System.Text.Json;
using System.Text.Json.Serialization;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Caption;

/// <summary>Architecture of a trained model.</summary>
internal sealed record CaptionSettings
{
    /// <summary>Whether the decoder uses attention over the canvas.</summary>
    public required bool Attention { get; init; }

    public required int Hidden { get; init; }

    public void Save(string path) => SettingsFile.Save(path, this, CaptionSettingsJson.Default.CaptionSettings);

    /// <exception cref="IOException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not what <see cref="Save"/> wrote.</exception>
    public static CaptionSettings Load(string path) => SettingsFile.Load(path, CaptionSettingsJson.Default.CaptionSettings, static settings => settings.Hidden > 0);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(CaptionSettings))]
internal sealed partial class CaptionSettingsJson : JsonSerializerContext;
