using System.Text.Json;
using System.Text.Json.Serialization;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Shakespeare;

/// <summary>Architecture of a trained model.</summary>
internal sealed record ShakespeareSettings
{
    /// <summary>One of <see cref="TextTokens.Kinds"/>.</summary>
    public required string Tokens { get; init; }

    /// <summary>The name of the recipe.</summary>
    public required string Model { get; init; }

    [JsonIgnore]
    public Recipe Recipe => Recipes().Single(recipe => recipe.Name == Model);

    public void Save(string path) => SettingsFile.Save(path, this, ShakespeareSettingsJson.Default.ShakespeareSettings);

    /// <summary>Loads the settings. Runs without a settings file hold the model of the article.</summary>
    /// <exception cref="InvalidDataException">The file is something else.</exception>
    public static ShakespeareSettings Load(string path) => File.Exists(path)
        ? SettingsFile.Load(path, ShakespeareSettingsJson.Default.ShakespeareSettings, static settings =>
            TextTokens.Kinds.Contains(settings.Tokens) && settings.Recipes().Any(recipe => recipe.Name == settings.Model))
        : new() { Tokens = TextTokens.Characters, Model = Recipe.Lab.Name };

    private IReadOnlyList<Recipe> Recipes() => Tokens == TextTokens.Characters ? Recipe.OfCharacters : [Recipe.Words];
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(ShakespeareSettings))]
internal sealed partial class ShakespeareSettingsJson : JsonSerializerContext;
