using System.Text;
using Xunit;

namespace RnnDsl.Runtime.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_new_file_appears_whole_in_a_folder_that_did_not_exist()
    {
        var path = Path.Combine(_folder.Path, "a", "b", "file.txt");
        AtomicFile.Write(path, stream => stream.Write("whole"u8));
        Assert.Equal("whole", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void A_writer_that_fails_leaves_the_old_content_and_nothing_beside_it()
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
    public void What_a_killed_run_left_is_overwritten()
    {
        var path = _folder["file.txt"];
        File.WriteAllText(path + AtomicFile.PartialSuffix, "a long rest of a run that was killed");
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes("new")));
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_second_writer_of_the_same_file_fails_and_the_first_one_wins()
    {
        var path = _folder["file.txt"];
        AtomicFile.Write(path, stream =>
        {
            stream.Write("first"u8);
            Assert.ThrowsAny<IOException>(() => AtomicFile.Write(path, other => other.Write("second"u8)));
        });
        Assert.Equal("first", File.ReadAllText(path));
    }

    public void Dispose() => _folder.Dispose();
}
