using System.Text.Json;
using System.Text.Json.Serialization;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Speech;

/// <summary>Architecture of a trained model.</summary>
internal sealed record SpeechSettings
{
    public required int Hidden { get; init; }

    public void Save(string path) => SettingsFile.Save(path, this, SpeechSettingsJson.Default.SpeechSettings);

    /// <exception cref="IOException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not what <see cref="Save"/> wrote.</exception>
    public static SpeechSettings Load(string path) => SettingsFile.Load(path, SpeechSettingsJson.Default.SpeechSettings, static settings => settings.Hidden > 0);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(SpeechSettings))]
internal sealed partial class SpeechSettingsJson : JsonSerializerContext;
