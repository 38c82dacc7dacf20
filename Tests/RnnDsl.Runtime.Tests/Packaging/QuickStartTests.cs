using System.Text.RegularExpressions;
using Xunit;

namespace RnnDsl.Runtime.Tests.Packaging;

/// <summary>The README's quick start, as it is printed, from the packed packages in a clean folder.</summary>
[Trait("Category", "Long")]
[Collection(nameof(DotNet))]
public sealed partial class QuickStartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Quick_start_runs_as_a_file_and_as_a_project()
    {
        PackageFeed.Use(await PackageFeed.Get(), _folder);
        var readme = await File.ReadAllTextAsync(Path.Combine(PackageFeed.Metadata("Repository"), "README.md"));
        var program = FileBasedApp().Match(readme).Groups[1].Value;
        var output = Output().Match(readme).Groups[1].Value.Trim();
        Assert.Contains("#:package RnnDsl.Torch@", program, StringComparison.Ordinal);
        Assert.NotEmpty(output);

        // One file: dotnet run app.cs.
        await File.WriteAllTextAsync(_folder["app.cs"], program);
        Assert.EndsWith(output, (await DotNet.Run(_folder.Path, "run", "app.cs")).Trim().ReplaceLineEndings("\n"), StringComparison.Ordinal);

        // The same as a project, by the README's commands.
        await DotNet.Run(_folder.Path, "new", "console", "-o", "App");
        foreach (var command in AddPackage().Matches(readme).Select(match => match.Groups[1].Value.Trim()))
        {
            await DotNet.Run(_folder["App"], command.Split(' '));
        }

        await File.WriteAllTextAsync(Path.Combine(_folder["App"], "Program.cs"), string.Join('\n', program.Split('\n').Where(line => !line.StartsWith("#:", StringComparison.Ordinal))));
        Assert.EndsWith(output, (await DotNet.Run(_folder["App"], "run")).Trim().ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [GeneratedRegex("^```csharp\n(#:package.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FileBasedApp();

    /// <summary>The block after "prints".</summary>
    [GeneratedRegex("prints\n\n```\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Output();

    [GeneratedRegex("^dotnet (add package .*)$", RegexOptions.Multiline)]
    private static partial Regex AddPackage();
}
