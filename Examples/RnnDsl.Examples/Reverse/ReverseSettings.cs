using System.Text.Json;
using System.Text.Json.Serialization;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Reverse;

/// <summary>Architecture of a trained model.</summary>
internal sealed record ReverseSettings
{
    /// <summary>Whether the decoder uses attention over the source.</summary>
    public required bool Attention { get; init; }

    public required int Hidden { get; init; }

    public void Save(string path) => SettingsFile.Save(path, this, ReverseSettingsJson.Default.ReverseSettings);

    /// <exception cref="IOException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not what <see cref="Save"/> wrote.</exception>
    public static ReverseSettings Load(string path) => SettingsFile.Load(path, ReverseSettingsJson.Default.ReverseSettings, static settings => settings.Hidden > 0);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(ReverseSettings))]
internal sealed partial class ReverseSettingsJson : JsonSerializerContext;
