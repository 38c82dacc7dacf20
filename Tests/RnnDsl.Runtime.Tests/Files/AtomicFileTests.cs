using System.IO.Pipes;
using System.Text;
using Microsoft.Win32.SafeHandles;
using RnnDsl.Runtime.Tests.Examples;
using Xunit;

namespace RnnDsl.Runtime.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Write_creates_missing_folders_and_a_complete_file()
    {
        var path = Path.Combine(_folder.Path, "a", "b", "file.txt");
        AtomicFile.Write(path, stream => stream.Write("whole"u8));
        Assert.Equal("whole", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void Failed_write_keeps_the_old_content_and_no_partial_file()
    {
        var path = _folder["file.txt"];
        File.WriteAllText(path, "old");
        var thrown = Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half of the n"u8);
            throw new InvalidOperationException("no more");
        }));
        Assert.Equal("no more", thrown.Message);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Partial_file_of_a_killed_run_is_overwritten()
    {
        var path = _folder["file.txt"];
        File.WriteAllText(path + AtomicFile.PartialSuffix, "a long rest of a run that was killed");
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes("new")));
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Concurrent_second_writer_of_a_file_fails()
    {
        var path = _folder["file.txt"];
        AtomicFile.Write(path, stream =>
        {
            stream.Write("first"u8);
            Assert.ThrowsAny<IOException>(() => AtomicFile.Write(path, other => other.Write("second"u8)));
        });
        Assert.Equal("first", File.ReadAllText(path));
    }

    [UnixFact]
    public void Symbolic_link_at_the_partial_file_is_replaced_and_its_target_kept()
    {
        var path = _folder["file.txt"];
        File.WriteAllText(_folder["precious.txt"], "precious");
        File.CreateSymbolicLink(path + AtomicFile.PartialSuffix, _folder["precious.txt"]);
        AtomicFile.Write(path, stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal("precious", File.ReadAllText(_folder["precious.txt"]));

        File.CreateSymbolicLink(path + AtomicFile.PartialSuffix, _folder["nothing.txt"]);
        AtomicFile.Write(path, stream => stream.Write("newer"u8));
        Assert.Equal("newer", File.ReadAllText(path));
        Assert.False(File.Exists(_folder["nothing.txt"]));
    }

    [UnixFact]
    public void Flush_error_of_the_disk_is_reported()
    {
        // A pipe cannot be flushed to a disk: the system says so, where FileStream.Flush(true) is silent.
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        using var stream = new FileStream(new SafeFileHandle(pipe.SafePipeHandle.DangerousGetHandle(), ownsHandle: false), FileAccess.Write);
        stream.Flush(flushToDisk: true);
        Assert.Contains("Invalid argument", Assert.Throws<IOException>(() => Durability.Flush(stream)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
