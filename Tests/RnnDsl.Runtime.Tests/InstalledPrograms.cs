namespace RnnDsl.Runtime.Tests;

/// <summary>Programs of this machine.</summary>
internal static class InstalledPrograms
{
    /// <summary>The first of some programs in the folders of PATH, or <c>null</c>.</summary>
    /// <param name="names">Their names, without an extension.</param>
    public static string? Find(params string[] names) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(_ => names, static (folder, name) => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name))
        .FirstOrDefault(File.Exists);
}
