using RnnDsl.Examples.Common;
using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>Text files that options name.</summary>
public sealed class TextFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lines_are_read_with_any_line_end_and_byte_order_mark()
    {
        File.WriteAllBytes(_folder["a.txt"], [0xEF, 0xBB, 0xBF, .. "un\r\ndeux\n\ntrois"u8]);
        Assert.Equal(["un", "deux", "", "trois"], TextFile.ReadLines(_folder["a.txt"], "--file"));
    }

    [Fact]
    public void A_missing_file_is_an_error() =>
        Assert.Equal(
            $"--file {_folder["a.txt"]}: there is no such file.",
            Assert.Throws<UsageException>(() => TextFile.Read(_folder["a.txt"], "--file")).Message);

    [Fact]
    public void A_file_of_the_largest_size_is_read_and_a_larger_one_is_an_error()
    {
        using (var file = File.Create(_folder["a.txt"]))
            file.SetLength(TextFile.LargestMebibytes << 20);
        Assert.Equal(TextFile.LargestMebibytes << 20, TextFile.Read(_folder["a.txt"], "--file").Length);

        using (var file = File.OpenWrite(_folder["a.txt"]))
            file.SetLength((TextFile.LargestMebibytes << 20) + 1);
        Assert.Contains("the file has more than 64 MiB", Assert.Throws<UsageException>(() => TextFile.Read(_folder["a.txt"], "--file")).Message, StringComparison.Ordinal);
    }

    [UnixFact]
    public void Endless_device_is_an_error() => Assert.Throws<UsageException>(() => TextFile.Read("/dev/zero", "--numbers"));
}
