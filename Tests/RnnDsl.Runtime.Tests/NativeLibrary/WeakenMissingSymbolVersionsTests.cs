using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.NativeLibrary;

public sealed partial class WeakenMissingSymbolVersionsTests : IDisposable
{
    private const string StandardLibrary = "libstdc++.so.6";

    private readonly TemporaryFolder _folder = new();
    private readonly BuildLog _log = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Only_the_unused_symbol_version_of_TorchSharp_is_weakened()
    {
        var original = File.ReadAllBytes(TorchSharpLibrary);

        Assert.True(Run(TorchSharpLibrary));

        var needs = ElfLibrary.Read(Destination).NeededVersions(StandardLibrary);
        Assert.Equal(["GLIBCXX_3.4.32"], needs.Where(need => need.IsWeak).Select(need => need.Name));
        Assert.Contains(needs, need => need is { Name: "GLIBCXX_3.4.30", IsWeak: false });
        var result = File.ReadAllBytes(Destination);
        Assert.Equal(original.Length, result.Length);
        Assert.Single(Enumerable.Range(0, original.Length), i => original[i] != result[i]);
        Assert.Equal(original, File.ReadAllBytes(TorchSharpLibrary));
    }

    [Fact]
    public void Loaded_library_requires_only_available_symbol_versions()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // Windows and macOS have no such versions, and the build leaves their libraries alone.
        }

        var library = LoadedFile("libLibTorchSharp.so");
        var defined = ElfLibrary.Read(LoadedFile(StandardLibrary)).DefinedVersions();

        Assert.StartsWith(AppContext.BaseDirectory, library, StringComparison.Ordinal);
        Assert.All(
            ElfLibrary.Read(library).NeededVersions(StandardLibrary),
            need => Assert.True(need.IsWeak || defined.Contains(need.Name), $"{library} insists on {need.Name}."));
        Assert.DoesNotContain(ElfLibrary.Read(TorchSharpLibrary).NeededVersions(StandardLibrary), need => need.IsWeak);
    }

    [Fact]
    public void Missing_unused_version_is_weakened()
    {
        var library = Write("library.so", new ElfBuilder()
            .Needs("GLIBC_2.34", "stat", relocated: true, file: "libc.so.6")
            .Needs("GLIBCXX_3.4.30", "wait", relocated: true)
            .Needs("GLIBCXX_3.4.32", "anchor", relocated: false)
            .Needs("GLIBCXX_3.4.29", "other", relocated: true)
            .Build());

        Assert.True(Run(library, SystemWith("GLIBCXX_3.4.29", "GLIBCXX_3.4.30")));

        Assert.Equal(["GLIBCXX_3.4.32"], WeakVersions(Destination));
        Assert.Contains(_log.Messages, message => message.Contains("GLIBCXX_3.4.32", StringComparison.Ordinal));
    }

    [Fact]
    public void Available_version_is_not_changed()
    {
        var library = Write("library.so", Library("GLIBCXX_3.4.32", relocated: false));

        Assert.True(Run(library, SystemWith("GLIBCXX_3.4.32")));

        Assert.False(File.Exists(Destination));
    }

    [Fact]
    public void Library_without_version_requirements_is_not_changed()
    {
        var library = Write("library.so", new ElfBuilder().Build());

        Assert.True(Run(library));

        Assert.False(File.Exists(Destination));
    }

    [Fact]
    public void Weakened_library_is_not_changed_again()
    {
        Assert.True(Run(Write("library.so", Library("GLIBCXX_3.4.32", relocated: false))));
        var weakened = Write("weakened.so", File.ReadAllBytes(Destination));

        Assert.True(Run(weakened));

        Assert.False(File.Exists(Destination));
    }

    [Fact]
    public void Obsolete_result_of_an_earlier_build_is_deleted()
    {
        var library = Write("library.so", Library("GLIBCXX_3.4.32", relocated: false));
        Assert.True(Run(library));

        Assert.True(Run(library, SystemWith("GLIBCXX_3.4.32")));

        Assert.False(File.Exists(Destination));
    }

    [Fact]
    public void Version_of_another_library_is_not_changed()
    {
        var library = Write("library.so", new ElfBuilder().Needs("GLIBC_2.99", "anchor", relocated: false, file: "libc.so.6").Build());

        Assert.True(Run(library));

        Assert.False(File.Exists(Destination));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Missing_used_version_error_names_symbol_version_and_remedy(int usedSymbols)
    {
        // With two used symbols the second stands among the relocations of the procedure linkage table.
        var builder = usedSymbols == 2 ? new ElfBuilder().Needs("GLIBCXX_3.4", "cout", relocated: true) : new ElfBuilder();
        var library = Write("library.so", builder.Needs("GLIBCXX_3.4.33", "the_symbol", relocated: true).Build());

        Assert.False(Run(library, SystemWith("GLIBCXX_3.4", "GLIBCXX_3.4.9", "GLIBCXX_3.4.30", "CXXABI_1.3")));

        var error = Assert.Single(_log.Errors);
        Assert.Equal(library, error.File);
        Assert.Contains("the_symbol of GLIBCXX_3.4.33", error.Message, StringComparison.Ordinal);
        Assert.Contains("its newest is GLIBCXX_3.4.30", error.Message, StringComparison.Ordinal);
        Assert.Contains("RnnDslWeakenNative=never", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Destination));
    }

    [Fact]
    public void Used_version_is_not_changed_for_an_unknown_target_system()
    {
        var library = Write("library.so", new ElfBuilder()
            .Needs("GLIBCXX_3.4.33", "used", relocated: true)
            .Needs("GLIBCXX_3.4.32", "anchor", relocated: false)
            .Build());

        Assert.True(Run(library));

        Assert.Equal(["GLIBCXX_3.4.32"], WeakVersions(Destination));
    }

    [Fact]
    public void Hard_link_at_the_destination_is_replaced_and_not_written_through()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // The link is made by the C library, which Windows does not share.
        }

        var bytes = Library("GLIBCXX_3.4.32", relocated: false);
        var library = Write("library.so", bytes);
        Assert.Equal(0, Link(library, Destination));

        Assert.True(Run(library));

        Assert.Equal(bytes, File.ReadAllBytes(library));
        Assert.Equal(["GLIBCXX_3.4.32"], WeakVersions(Destination));
    }

    [Theory]
    [InlineData("text", "is not an ELF file: it starts with [68-65-6C-6C]")]
    [InlineData("empty", "is not an ELF file: it starts with []")]
    [InlineData("32-bit", "is a 32-bit ELF file")]
    [InlineData("big-endian", "is a big-endian ELF file")]
    [InlineData("short", "is truncated: it has 40 bytes, and 64 more are expected at byte 0")]
    [InlineData("no dynamic segment", "has no dynamic segment among its 2 program headers")]
    [InlineData("no symbol versions", "has no entry SymbolVersions (0x6ffffff0) in its dynamic segment")]
    [InlineData("unloaded table", "is in no loaded segment")]
    public void Unsupported_file_error_names_file_and_reason(string damage, string expected)
    {
        var library = Write("library.so", Damaged(damage));

        Assert.False(Run(library));

        var error = Assert.Single(_log.Errors);
        Assert.Equal(library, error.File);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("RnnDslWeakenNative=never", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Destination));
    }

    [Fact]
    public void Unsupported_system_library_is_named_in_the_error()
    {
        var system = Write("system.so", Encoding.ASCII.GetBytes("INPUT(-lstdc++)"));

        Assert.False(Run(Write("library.so", Library("GLIBCXX_3.4.32", relocated: false)), system));

        Assert.Equal(system, Assert.Single(_log.Errors).File);
    }

    [Fact]
    public void Missing_library_is_an_error()
    {
        var library = _folder["missing.so"];

        Assert.False(Run(library));

        Assert.Contains("missing.so", Assert.Single(_log.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Truncated_library_is_an_error()
    {
        // The dynamic segment stands last, so that every cut loses a part that is needed.
        var whole = Library("GLIBCXX_3.4.32", relocated: true);
        for (var length = 0; length < whole.Length; length++)
        {
            _log.Errors.Clear();
            Assert.False(Run(Write("library.so", whole[..length])), $"Cut to {length} bytes, the library was accepted.");
            Assert.Single(_log.Errors);
        }
    }

    [Fact]
    public void Corrupted_library_does_not_crash_the_build()
    {
        var whole = Library("GLIBCXX_3.4.32", relocated: true);
        for (var at = 0; at < whole.Length; at++)
        {
            var changed = whole.ToArray();
            changed[at] ^= 0xff;
            _log.Errors.Clear();

            var succeeded = Run(Write("library.so", changed));

            Assert.Equal(succeeded, _log.Errors.Count == 0);
        }
    }

    private string Destination => _folder["result.so"];

    private static string TorchSharpLibrary => typeof(WeakenMissingSymbolVersionsTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "TorchSharpLibrary").Value!;

    private bool Run(string library, string system = "") => new WeakenMissingSymbolVersions
    {
        BuildEngine = _log,
        Library = library,
        Destination = Destination,
        SystemLibrary = system,
    }.Execute();

    private string Write(string name, byte[] bytes)
    {
        var path = _folder[name];
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private string SystemWith(params string[] versions) =>
        Write("system.so", versions.Aggregate(new ElfBuilder(), (builder, version) => builder.Defines(version)).Build());

    private static byte[] Library(string version, bool relocated) => new ElfBuilder().Needs(version, "anchor", relocated).Build();

    private static IEnumerable<string> WeakVersions(string path) =>
        ElfLibrary.Read(path).NeededVersions(StandardLibrary).Where(need => need.IsWeak).Select(need => need.Name);

    private static byte[] Damaged(string how)
    {
        var bytes = Library("GLIBCXX_3.4.32", relocated: false);
        switch (how)
        {
            case "text":
                return Encoding.ASCII.GetBytes("hello");
            case "empty":
                return [];
            case "32-bit":
                bytes[4] = 1;
                return bytes;
            case "big-endian":
                bytes[5] = 2;
                return bytes;
            case "short":
                return bytes[..40];
            case "no dynamic segment":
                bytes[64 + 56] = 4;
                return bytes;
            case "no symbol versions":
                bytes[bytes.AsSpan().IndexOf<byte>([0xf0, 0xff, 0xff, 0x6f])] = 0xf1;
                return bytes;
            case "unloaded table":
                bytes[64 + 18] = 0x10;
                return bytes;
            default:
                throw new ArgumentOutOfRangeException(nameof(how), how, "There is no such damage.");
        }
    }

    /// <summary>The file of that name that this process has loaded.</summary>
    private static string LoadedFile(string name)
    {
        TorchSharp.torch.InitializeDeviceType(TorchSharp.DeviceType.CPU);
        return MappedFile().Matches(File.ReadAllText("/proc/self/maps")).Select(match => match.Value)
            .First(path => Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal));
    }

    [GeneratedRegex("/.*$", RegexOptions.Multiline)]
    private static partial Regex MappedFile();

    [DllImport("libc", EntryPoint = "link", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link(string existing, string link);
}
