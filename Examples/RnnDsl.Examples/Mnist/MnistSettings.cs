using System.Text.Json;
using System.Text.Json.Serialization;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Mnist;

/// <summary>Architecture of a trained model.</summary>
internal sealed record MnistSettings
{
    /// <summary>One of <see cref="ImageModels.Names"/>.</summary>
    public required string Model { get; init; }

    public void Save(string path) => SettingsFile.Save(path, this, MnistSettingsJson.Default.MnistSettings);

    /// <summary>Loads the settings. Runs without a settings file hold the model of the article.</summary>
    /// <exception cref="InvalidDataException">The file is something else.</exception>
    public static MnistSettings Load(string path) => File.Exists(path)
        ? SettingsFile.Load(path, MnistSettingsJson.Default.MnistSettings, static settings => ImageModels.Names.Contains(settings.Model))
        : new() { Model = ImageModels.Lab };
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(MnistSettings))]
internal sealed partial class MnistSettingsJson : JsonSerializerContext;
