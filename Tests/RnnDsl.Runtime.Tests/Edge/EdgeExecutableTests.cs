using System.Globalization;
using System.Text.RegularExpressions;
using RnnDsl.Examples.Forecast;
using RnnDsl.Examples.Shakespeare;
using RnnDsl.Runtime.Tests.Packaging;
using RnnDsl.Sampling;
using RnnDsl.Streaming;
using RnnDsl.Text;
using Xunit;

namespace RnnDsl.Runtime.Tests.Edge;

/// <summary>The native executable of the edge example: the published file, as a device runs it.</summary>
[Trait("Category", "Long")]
[Collection(nameof(DotNet))]
public sealed partial class EdgeExecutableTests
{
    private const long LargestExecutable = 6_000_000;

    private static readonly Lazy<EdgeModels> Models = new(static () =>
    {
        var models = new EdgeModels();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => models.Dispose();
        return models;
    });

    private readonly EdgeModels _models = Models.Value;

    [EdgeFact]
    public async Task Executable_is_small() => Assert.InRange(new FileInfo(await EdgeExecutable.X64).Length, 1, LargestExecutable);

    [EdgeFact]
    public async Task Text_is_that_of_the_stream()
    {
        foreach (var format in Enum.GetValues<WeightFormat>())
        {
            string[] options = ["--characters", "200", "--temperature", "1.2", "--seed", "7", "--format", format.ToString()];
            var run = await ProgramRun.Of([await EdgeExecutable.X64, "text", _models.TextWeights, _models.Vocabulary, .. options]);
            Assert.True(run.ExitCode == 0, run.Errors);
            Assert.Equal(Text(format, 200, 1.2, 7), run.Output.TrimEnd('\n'));
            Assert.Matches(@"^200 characters, the first after \d+\.\d ms; \d+ a second; executable \d\.\d MiB; \d+ MiB of memory\n$", run.Errors);
        }
    }

    [EdgeFact]
    public async Task Forecasts_are_those_of_the_stream() =>
        AssertClose(Forecasts(500), await Run([await EdgeExecutable.X64], 500));

    [EdgeFact]
    public async Task A_million_steps_take_no_more_memory_than_a_thousand()
    {
        var (few, many) = (await Memory(1_000), await Memory(1_000_000));
        Assert.InRange(many, 1, few + 1);

        async Task<int> Memory(int steps)
        {
            var run = await ProgramRun.Of([await EdgeExecutable.X64, "forecast", _models.SeriesWeights, _models.Settings], Series(steps));
            Assert.True(run.ExitCode == 0, run.Errors);
            Assert.Equal(steps, run.Output.Count(static character => character == '\n'));
            return int.Parse(MemoryOf().Match(run.Errors).Groups[1].Value, CultureInfo.InvariantCulture);
        }
    }

    [EdgeFact(needsRoot: true)]
    public async Task It_runs_in_an_empty_root_that_holds_the_C_library_alone()
    {
        File.Copy(await EdgeExecutable.X64, Path.Combine(_models.Folder, "edge"));
        foreach (var library in new[] { "/lib64/ld-linux-x86-64.so.2", "/lib/x86_64-linux-gnu/libc.so.6", "/lib/x86_64-linux-gnu/libm.so.6" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_models.Folder + library)!);
            File.Copy(library, _models.Folder + library);
        }

        var run = await ProgramRun.Of(["chroot", _models.Folder, "/edge", "text", _models.TextWeights[_models.Folder.Length..], _models.Vocabulary[_models.Folder.Length..], "--temperature", "0"]);
        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal(Text(WeightFormat.Float32, 500, 0, 1), run.Output.TrimEnd('\n'));
    }

    [EdgeFact]
    public async Task Help_is_no_error()
    {
        var run = await ProgramRun.Of([await EdgeExecutable.X64, "--help"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.StartsWith("Usage:", run.Output, StringComparison.Ordinal);
    }

    [EdgeFact]
    public async Task What_is_wrong_is_named()
    {
        await Fails(2, "Usage:", []);
        await Fails(1, $"{_models.Folder} is a folder. Give the path of a file.", ["text", _models.Folder, _models.Vocabulary]);
        await Fails(1, $"{_models.Folder} is a folder. Give the path of a file.", ["text", _models.TextWeights, _models.Folder]);
        await Fails(1, $"{_models.Folder} is a folder. Give the path of a file.", ["forecast", _models.SeriesWeights, _models.Folder]);
        await Fails(2, "There is no option --colour.", ["text", "a", "b", "--colour", "red"]);
        await Fails(2, "--format 'Int4' is no value of this option.", ["text", "a", "b", "--format", "Int4"]);
        await Fails(1, "missing.safetensors", ["text", "missing.safetensors", _models.Vocabulary]);
        await Fails(1, "embed.weight: missing", ["text", _models.SeriesWeights, _models.Vocabulary]);
        await Fails(1, "is not JSON", ["forecast", _models.SeriesWeights, _models.SeriesWeights]);
        await Fails(1, "is not the settings.json of a forecast", ["forecast", _models.SeriesWeights, _models.Vocabulary]);
        await Fails(1, "Line 2: the model of", ["forecast", _models.SeriesWeights, _models.Settings], "1,2\n3\n");
        await Fails(1, "Line 1: 'two' is not a finite number.", ["forecast", _models.SeriesWeights, _models.Settings], "1, two\n");
        await Fails(1, "Line 1: 'NaN' is not a finite number.", ["forecast", _models.SeriesWeights, _models.Settings], "1,NaN\n");
        await Fails(1, "Line 3: the model of", ["forecast", _models.SeriesWeights, _models.Settings], "1,2\r\n1,2\n\n");
        await Fails(1, "Line 2 has more than 65536 bytes.", ["forecast", _models.SeriesWeights, _models.Settings], "1,2\n" + new string(' ', 70_000) + "1,2\n");
        var level = Path.Combine(_models.Folder, "level.json");
        File.WriteAllText(level, File.ReadAllText(_models.Settings).Replace("\"level\": \"none\"", "\"level\": \"mean\"", StringComparison.Ordinal));
        await Fails(1, "The model subtracts a level (mean) from each window, and a stream has no window: train it with `forecast --modes recursive --level none`.", ["forecast", _models.SeriesWeights, level]);

        async Task Fails(int exitCode, string message, string[] arguments, string input = "")
        {
            var run = await ProgramRun.Of([await EdgeExecutable.X64, .. arguments], writer => writer.Write(input));
            Assert.Contains(message, run.Errors, StringComparison.Ordinal);
            Assert.Equal(exitCode, run.ExitCode);
        }
    }

    [ArmFact]
    public async Task On_ARM_it_computes_what_it_computes_on_x64()
    {
        var arm = await EdgeExecutable.Arm64;
        Assert.InRange(new FileInfo(arm).Length, 1, LargestExecutable);
        AssertClose(await Run([await EdgeExecutable.X64], 300), await Run(ArmEmulator.Command(arm), 300));
        foreach (var format in Enum.GetValues<WeightFormat>())
        {
            var run = await ProgramRun.Of([.. ArmEmulator.Command(arm), "text", _models.TextWeights, _models.Vocabulary, "--temperature", "0", "--format", format.ToString()]);
            Assert.True(run.ExitCode == 0, run.Errors);
            Assert.Equal(Text(format, 500, 0, 1), run.Output.TrimEnd('\n'));
        }
    }

    private async Task<double[]> Run(string[] program, int steps)
    {
        var run = await ProgramRun.Of([.. program, "forecast", _models.SeriesWeights, _models.Settings], Series(steps));
        Assert.True(run.ExitCode == 0, run.Errors);
        return [.. run.Output.Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(static number => double.Parse(number, CultureInfo.InvariantCulture))];
    }

    private static Action<TextWriter> Series(int steps) => writer =>
    {
        for (var step = 0; step < steps; step++)
            writer.WriteLine(EdgeModels.Line(step));
    };

    private string Text(WeightFormat format, int characters, double temperature, long seed)
    {
        var vocabulary = CharacterVocabulary.Load(_models.Vocabulary);
        var stream = CharLstm.Streaming.Load(_models.TextWeights, format);
        var (scores, options, random) = (new float[stream.OutputSize], new SamplingOptions { Temperature = temperature }, new RandomSource(seed));
        var (text, token) = ("", 0L);
        for (var i = 0; i < characters; i++)
        {
            stream.Step((int)token, scores);
            token = Sampler.Sample(scores, options, random);
            text += vocabulary[token].ToString();
        }

        return text;
    }

    /// <summary>The forecasts of the stream: each value and the difference to the next one.</summary>
    private double[] Forecasts(int steps)
    {
        var stream = RecursiveLstm.Streaming.Load(_models.SeriesWeights);
        var forecasts = new List<double>();
        for (var step = 0; step < steps; step++)
        {
            var (values, differences) = (EdgeModels.Values(step), new float[2]);
            stream.Step([.. values.Select((value, column) => (float)((value - _models.Means[column]) / _models.Deviations[column]))], differences);
            forecasts.AddRange(values.Select((value, column) => value + (differences[column] * _models.Deviations[column])));
        }

        return [.. forecasts];
    }

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), static pair => Assert.InRange(pair.Second, pair.First - (1e-5 * Math.Max(1, Math.Abs(pair.First))), pair.First + (1e-5 * Math.Max(1, Math.Abs(pair.First)))));
    }

    [GeneratedRegex(@"(\d+) MiB of memory")]
    private static partial Regex MemoryOf();
}
