using System.Text.Json;

namespace RnnDsl.Examples.Edge;

/// <summary>What a forecaster needs of the <c>settings.json</c> of <c>RnnDsl.Examples forecast</c>.</summary>
internal sealed record SeriesSettings(string Target, string[] Columns, double[] Means, double[] Deviations, TrainedModel[] Models)
{
    /// <exception cref="IOException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no settings file of a forecaster.</exception>
    public static SeriesSettings Load(string path)
    {
        if (Directory.Exists(path))
            throw new IOException($"{path} is a folder. Give the path of a file.");
        try
        {
            // A document, not a serializer: a third of the executable.
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var (root, scaling) = (document.RootElement, document.RootElement.GetProperty("scaling"));
            var settings = new SeriesSettings(
                Text(root, "target"),
                [.. root.GetProperty("columns").EnumerateArray().Select(static column => column.GetString() ?? "")],
                Numbers(scaling, "means"),
                Numbers(scaling, "deviations"),
                [.. root.GetProperty("models").EnumerateArray().Select(static model => new TrainedModel(Text(model, "features"), Text(model, "mode"), Text(model, "level")))]);
            if (settings.Columns.Length == settings.Means.Length && settings.Columns.Length == settings.Deviations.Length && settings.Columns.Contains(settings.Target))
                return settings;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path} is not JSON: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Wrong(path, exception);
        }

        throw Wrong(path, null);

        static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

        static double[] Numbers(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(static number => number.GetDouble())];

        static InvalidDataException Wrong(string path, Exception? exception) => new(
            $"{path} is not the settings.json of a forecast: it needs target, columns, scaling (means and deviations, one for each column) and models (features, mode and level).", exception);
    }

    /// <summary>The indices of the columns of a recursive model with so many inputs.</summary>
    /// <exception cref="InvalidDataException">The run has no such model, or it subtracts a level from its windows, which a stream has not.</exception>
    public int[] ColumnsOf(int inputs, string path)
    {
        var (features, indices) = inputs == 1 ? ("univariate", [Array.IndexOf(Columns, Target)]) : ("multivariate", Enumerable.Range(0, Columns.Length).ToArray());
        var model = Models.FirstOrDefault(model => model.Mode == "recursive" && model.Features == features);
        if (indices.Length != inputs || model is null)
            throw new InvalidDataException($"The weights read {inputs} {(inputs == 1 ? "column" : "columns")}, and {path} has no recursive model of them: weights and settings are not of one training.");
        return model.Level == "none"
            ? indices
            : throw new InvalidDataException($"The model subtracts a level ({model.Level}) from each window, and a stream has no window: train it with `forecast --modes recursive --level none`.");
    }
}

/// <summary>A model of the run.</summary>
/// <param name="Features">Univariate or multivariate.</param>
/// <param name="Mode">Direct or recursive.</param>
/// <param name="Level">The level that is subtracted from each window, or none.</param>
internal sealed record TrainedModel(string Features, string Mode, string Level);
