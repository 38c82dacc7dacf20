using System.Runtime.CompilerServices;
using System.Text;
using VerifyTests;
using Xunit.Sdk;

namespace VerifyXunit;

/// <summary>
/// Compares what a test got with the files it got before, in Verify's call shape and by its conventions: the expected text is
/// <c>Class.Test.verified.cs</c> beside the test, what differs is written to <c>Class.Test.received.cs</c>, and a file that no
/// text belongs to fails the test. To accept a new text, move the received file over the verified one.
/// </summary>
public static class Verifier
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static Task Verify(string target, string extension, [CallerFilePath] string sourceFile = "") =>
        Verify([new Target(extension, target)], sourceFile);

    public static async Task Verify(IEnumerable<Target> targets, [CallerFilePath] string sourceFile = "")
    {
        var folder = Path.GetDirectoryName(sourceFile)!;
        var test = $"{Path.GetFileNameWithoutExtension(sourceFile)}.{UsesVerifyAttribute.Test.Name}";
        var stale = FilesOf(test, "verified", folder).ToHashSet(StringComparer.Ordinal);
        foreach (var file in FilesOf(test, "received", folder))
        {
            File.Delete(file);
        }

        var faults = new List<string>();
        foreach (var target in targets)
        {
            var name = target.Name is null ? test : $"{test}#{target.Name}";
            var verified = Path.Combine(folder, $"{name}.verified.{target.Extension}");
            var received = Path.Combine(folder, $"{name}.received.{target.Extension}");
            var text = target.Data.ReplaceLineEndings("\n");

            stale.Remove(verified);
            var fault = File.Exists(verified)
                ? Difference((await File.ReadAllTextAsync(verified)).ReplaceLineEndings("\n"), text)
                : "there is no verified file yet";
            if (fault is not null)
            {
                await File.WriteAllTextAsync(received, text, Utf8);
                faults.Add($"{received}: {fault}");
            }
        }

        faults.AddRange(stale.Order(StringComparer.Ordinal).Select(file => $"{file}: the test gives no such text any more; delete the file"));
        if (faults.Count > 0)
        {
            throw new XunitException("Snapshots differ. To accept one, move the received file over the verified one.\n" + string.Join("\n", faults));
        }
    }

    /// <summary>The files of one test, with a name or without.</summary>
    private static IEnumerable<string> FilesOf(string test, string kind, string folder) =>
        Directory.EnumerateFiles(folder, $"{test}.{kind}.*").Concat(Directory.EnumerateFiles(folder, $"{test}#*.{kind}.*"));

    private static string? Difference(string verified, string received)
    {
        if (verified == received)
        {
            return null;
        }

        var (expected, actual) = (verified.Split('\n'), received.Split('\n'));
        var line = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"""
            line {line + 1} differs
              verified: {Show(expected)}
              received: {Show(actual)}
            """;

        string Show(string[] lines) => line < lines.Length ? lines[line] : "(the text has ended)";
    }
}
