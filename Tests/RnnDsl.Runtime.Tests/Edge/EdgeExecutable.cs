using RnnDsl.Runtime.Tests.Packaging;

namespace RnnDsl.Runtime.Tests.Edge;

/// <summary>The edge example as a native executable, published once for each platform in a folder of the tests' own.</summary>
internal static class EdgeExecutable
{
    private static readonly Lazy<TemporaryFolder> Folder = new(static () =>
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        return folder;
    });

    private static readonly Lazy<Task<string>> ForX64 = new(() => Publish("linux-x64")), ForArm = new(() => Publish("linux-arm64"));

    public static Task<string> X64 => ForX64.Value;

    public static Task<string> Arm64 => ForArm.Value;

    private static async Task<string> Publish(string platform)
    {
        var output = Folder.Value[platform];
        var printed = await DotNet.Run(
            PackageFeed.Metadata("Repository"), "publish", "Examples/EdgeStreaming", "-c", "Release", "-r", platform, "--artifacts-path", Folder.Value["artifacts"], "-o", output);
        Xunit.Assert.DoesNotContain("warning", printed, StringComparison.Ordinal);
        return Path.Combine(output, "EdgeStreaming");
    }
}
