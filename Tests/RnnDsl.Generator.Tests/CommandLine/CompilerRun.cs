using System.Diagnostics;
using System.Text.RegularExpressions;
using RnnDsl.Generator.Tests.Infrastructure;

namespace RnnDsl.Generator.Tests.CommandLine;

/// <summary>One file compiled as a build compiles it: by the SDK's csc, with the generator and the analyzer.</summary>
internal static partial class CompilerRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>The ids of all errors, each once.</summary>
    /// <exception cref="InvalidOperationException">There is no SDK, or the compiler did not end.</exception>
    public static async Task<IReadOnlyList<string>> Errors(string source)
    {
        var folder = Directory.CreateTempSubdirectory("rnndsl-csc-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "Model.cs"), source);
            await File.WriteAllLinesAsync(Path.Combine(folder, "arguments.rsp"),
            [
                "-nologo", "-noconfig", "-target:library", "-nullable:enable", "-out:Model.dll", $"-analyzer:\"{typeof(ModelGenerator).Assembly.Location}\"",
                .. Compile.References(CompileOptions.Default).Select(reference => $"-reference:\"{reference.Display}\""),
                "Model.cs",
            ]);
            var output = await Run(folder, ["exec", Compiler(), $"-shared:rnndsl-tests-{Environment.ProcessId}", "-keepalive:10", "@arguments.rsp"]);
            return [.. ErrorId().Matches(output).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>csc.dll of the newest SDK beside the runtime that runs the tests.</summary>
    private static string Compiler()
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
        return Directory.GetDirectories(Path.Combine(root, "sdk"))
            .OrderByDescending(sdk => Version.TryParse(Path.GetFileName(sdk).Split('-')[0], out var version) ? version : new Version())
            .Select(sdk => Path.Combine(sdk, "Roslyn", "bincore", "csc.dll"))
            .FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"There is no csc.dll of an SDK under {root}.");
    }

    private static async Task<string> Run(string folder, string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            return await output + await errors;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"csc did not end within {Patience}.");
        }
    }

    [GeneratedRegex(@"error ([A-Z]+\d+):")]
    private static partial Regex ErrorId();
}
