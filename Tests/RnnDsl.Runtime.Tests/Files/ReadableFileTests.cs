using RnnDsl.Audio;
using RnnDsl.Data;
using RnnDsl.Safetensors;
using RnnDsl.Text;
using Xunit;

namespace RnnDsl.Runtime.Tests.Files;

public sealed class ReadableFileTests
{
    [Fact]
    public void Folder_in_place_of_a_file_is_named()
    {
        using var folder = new TemporaryFolder();
        foreach (var read in new Action[]
        {
            () => SafetensorsFile.Open(folder.Path),
            () => WordVectorTable.Read(folder.Path, static _ => true),
            () => WordVocabulary.Load(folder.Path),
            () => WavFile.Read(folder.Path),
            () => new ByteFile(folder.Path).Dispose(),
        })
        {
            Assert.Equal($"{folder.Path} is a folder. Give the path of a file.", Assert.Throws<IOException>(read).Message);
        }
    }
}
