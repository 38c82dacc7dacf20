using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace RnnDsl.Examples.Common;

/// <summary>Options with a default and a valid range, checked while the command line is parsed.</summary>
internal static class CommandOptions
{
    /// <summary>A whole number from 1.</summary>
    public static Option<int> Count(string name, int value, string description) =>
        Number(name, value, description, static number => number >= 1, "a whole number from 1 on");

    /// <summary>A number above zero.</summary>
    public static Option<double> Positive(string name, double value, string description) =>
        Number(name, value, description, static number => double.IsFinite(number) && number > 0, "a number above 0");

    /// <summary>The random seed.</summary>
    public static Option<long> Seed(string description) => Number("--seed", 1L, description, static _ => true, "a whole number");

    /// <summary>Interval of training logs, in steps.</summary>
    public static Option<int> LogEvery(int steps) => Count("--log-every", steps, "Log the training loss every N steps.");

    /// <summary>Interval of checkpoints, in steps.</summary>
    public static Option<int> CheckpointEvery(int steps) => Count("--checkpoint-every", steps, "Save a checkpoint every N steps.");

    /// <summary>Precision of large products.</summary>
    public static Option<string> Precision() => Choice(
        "--precision", [NameOf(Training.Precision.Float32), NameOf(Training.Precision.BFloat16)],
        "Precision of large products in training; weights and everything else are float32. bfloat16 is faster where the processor or the GPU has instructions for it.");

    /// <summary>What a precision is called on the command line.</summary>
    public static string NameOf(Precision precision) => precision == Training.Precision.BFloat16 ? "bfloat16" : "float32";

    /// <summary>The precision of a name.</summary>
    public static Precision PrecisionOf(string name) => Enum.GetValues<Precision>().Single(precision => NameOf(precision) == name);

    /// <summary>Folder of TensorBoard events.</summary>
    public static Option<string?> TensorBoard() => new("--tensorboard") { Description = "Write TensorBoard events into this folder.", HelpName = "folder" };

    /// <summary>Output folder of a run.</summary>
    public static Option<string> Out(string folder) =>
        Folder("--out", folder, "Output folder of the run. An older run in it is moved aside.");

    /// <summary>Whether to resume a run.</summary>
    /// <param name="exception">Options that may differ from the earlier run, after a semicolon.</param>
    public static Option<bool> Resume(string exception = "") =>
        new("--resume") { Description = $"Resume the run in --out from its last checkpoint. Give the same options as before{exception}." };

    /// <summary>Folder of a completed run.</summary>
    public static Option<string> Model(string folder, string purpose = "") => Folder("--model", folder, $"Folder of a training run{purpose}.");

    /// <summary>A further file for the results.</summary>
    /// <param name="more">The treatment of results that the file already holds.</param>
    public static Option<string?> Record(string more = "") => new("--record") { Description = $"Also write the results to this file{more}.", HelpName = "file" };

    /// <summary>The device.</summary>
    public static Option<string> Device() => new("--device") { Description = Devices.Description, HelpName = "device", DefaultValueFactory = _ => Devices.Auto };

    /// <summary>Number of CPU threads. Small models are slower with more: synchronisation costs more than the threads save.</summary>
    public static Option<int> Threads() => Count("--threads", 1, "CPU threads. One is often the fastest for small models.");

    /// <summary>A value with a default and a validity check.</summary>
    public static Option<T> Number<T>(string name, T value, string description, Func<T, bool> valid, string range)
        where T : IParsable<T>, IFormattable
    {
        return new Option<T>(name)
        {
            Description = description,
            DefaultValueFactory = _ => value,
            CustomParser = result => Parse(result, name, valid, range),
        };
    }

    /// <summary>One value or several, such as <c>--temperature 0.5 0.8</c>.</summary>
    public static Option<double[]> Numbers(string name, double[] values, string description, Func<double, bool> valid, string range)
    {
        return new Option<double[]>(name)
        {
            Description = description,
            AllowMultipleArgumentsPerToken = true,
            Arity = ArgumentArity.OneOrMore,
            DefaultValueFactory = _ => values,
            CustomParser = result => [.. result.Tokens.Select(token => ParseOne(result, token.Value, name, valid, range))],
        };
    }

    /// <summary>One or several whole numbers, such as <c>--lengths 50 100</c>, without duplicates.</summary>
    public static Option<int[]> Counts(string name, int[] values, string description, int smallest = 1)
    {
        return new Option<int[]>(name)
        {
            Description = description,
            AllowMultipleArgumentsPerToken = true,
            Arity = ArgumentArity.OneOrMore,
            DefaultValueFactory = _ => values,
            CustomParser = result => [.. result.Tokens
                .Select(token => ParseOne<int>(result, token.Value, name, count => count >= smallest, string.Create(CultureInfo.InvariantCulture, $"a whole number from {smallest} on")))
                .Distinct()],
        };
    }

    /// <summary>Some items of a list by their names, in the order of the list. The default is shown by <see cref="object.ToString"/>.</summary>
    /// <param name="name">The option.</param>
    /// <param name="all">All items.</param>
    /// <param name="nameOf">The name of an item.</param>
    /// <param name="description">The help text.</param>
    /// <param name="first">The number of items in the default; all items if <c>null</c>.</param>
    public static Option<T[]> Names<T>(string name, IReadOnlyList<T> all, Func<T, string> nameOf, string description, int? first = null)
    {
        return new Option<T[]>(name)
        {
            Description = description,
            HelpName = string.Join('|', all.Select(nameOf)),
            AllowMultipleArgumentsPerToken = true,
            Arity = ArgumentArity.OneOrMore,
            DefaultValueFactory = _ => [.. all.Take(first ?? all.Count)],
            CustomParser = result => Choose(result, name, all, nameOf),
        };
    }

    /// <summary>An optional text argument.</summary>
    public static Argument<string?> Text(string description)
    {
        var text = new Argument<string?>("text") { Description = description, Arity = ArgumentArity.ZeroOrOne };
        text.Validators.Add(static result =>
        {
            // An unknown option would otherwise be parsed as the text.
            if (result.Tokens is [{ Value: ['-', '-', ..] or ['-', _] } token])
                result.AddError($"There is no option '{token.Value}'.");
        });
        return text;
    }

    /// <summary>One of several words; the first is the default.</summary>
    public static Option<string> Choice(string name, IReadOnlyList<string> all, string description)
    {
        return new Option<string>(name)
        {
            Description = description,
            HelpName = string.Join('|', all),
            DefaultValueFactory = _ => all[0],
            CustomParser = result =>
            {
                if (!all.Contains(result.Tokens[0].Value, StringComparer.Ordinal))
                    result.AddError($"{name} is one of {string.Join(", ", all)}, not '{result.Tokens[0].Value}'.");
                return result.Tokens[0].Value;
            },
        };
    }

    /// <summary>An optional value with a validity check.</summary>
    public static Option<T?> Optional<T>(string name, string description, Func<T, bool> valid, string range)
        where T : struct, IParsable<T>, IFormattable
    {
        return new Option<T?>(name)
        {
            Description = description,
            CustomParser = result => Parse(result, name, valid, range),
        };
    }

    private static Option<string> Folder(string name, string value, string description) =>
        new(name) { Description = description, HelpName = "folder", DefaultValueFactory = _ => value };

    private static T Parse<T>(ArgumentResult result, string name, Func<T, bool> valid, string range)
        where T : IParsable<T> => ParseOne(result, result.Tokens[0].Value, name, valid, range);

    private static T[] Choose<T>(ArgumentResult result, string name, IReadOnlyList<T> all, Func<T, string> nameOf)
    {
        var wanted = result.Tokens.Select(static token => token.Value).ToHashSet(StringComparer.Ordinal);
        if (wanted.Except(all.Select(nameOf)).ToList() is [var unknown, ..])
            result.AddError($"{name} is one or several of {string.Join(", ", all.Select(nameOf))}, not '{unknown}'.");
        return [.. all.Where(item => wanted.Contains(nameOf(item)))];
    }

    private static T ParseOne<T>(ArgumentResult result, string text, string name, Func<T, bool> valid, string range)
        where T : IParsable<T>
    {
        if (T.TryParse(text, CultureInfo.InvariantCulture, out var number) && valid(number))
            return number;
        result.AddError($"{name} is {range}, not '{text}'.");
        return default!;
    }
}
