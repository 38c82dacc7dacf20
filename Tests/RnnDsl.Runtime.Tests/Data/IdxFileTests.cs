using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Data;

public sealed class IdxFileTests
{
    // Two images of 2 × 3, as the format's description spells them out.
    private static readonly byte[] Whole = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255];

    [Fact]
    public void Plain_and_gzip_files_give_dimensions_and_bytes()
    {
        foreach (var content in new[] { Whole, TinyMnist.Gzip(Whole) })
        {
            var file = Read(content);
            Assert.Equal([2, 2, 3], file.Dimensions);
            Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255], file.Data.ToArray());
        }
    }

    [Fact]
    public void Written_file_has_the_IDX_format()
    {
        Assert.Equal(Whole, TinyMnist.Idx([2, 2, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255]));
        Assert.Contains("Dimensions of 2 × 2 do not hold 3 bytes", Assert.Throws<ArgumentException>(() => TinyMnist.Idx([2, 2], [1, 2, 3])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("is not an IDX file: it starts with 50 4B 03 04, where 00 00, the type 08 and the number of dimensions 03 are expected", new byte[] { 0x50, 0x4B, 3, 4, 0, 0 })]
    [InlineData("has elements of type 0D (float32), where unsigned bytes (08) are expected", new byte[] { 0, 0, 0x0D, 3, 0, 0 })]
    [InlineData("has elements of type 07, which the format does not have, where unsigned bytes (08) are expected", new byte[] { 0, 0, 7, 3, 0, 0 })]
    [InlineData("has 1 dimension(s), where 3 are expected: images, rows, columns", new byte[] { 0, 0, 8, 1, 0, 0, 0, 1, 5 })]
    [InlineData("is cut short: it ends within its header", new byte[] { 0, 0, 8, 3, 0, 0, 0, 1, 0, 0 })]
    [InlineData("is cut short: it ends within its header", new byte[] { })]
    [InlineData("has -1 rows, which is not a valid length", new byte[] { 0, 0, 8, 3, 0, 0, 0, 1, 255, 255, 255, 255, 0, 0, 0, 1 })]
    [InlineData("more than the 2,147,483,591 bytes that can be read", new byte[] { 0, 0, 8, 3, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0 })]
    public void Invalid_header_error_names_found_and_expected_values(string message, byte[] content) => Refused(message, content);

    [Fact]
    public void Wrong_length_is_rejected_before_allocation()
    {
        Refused("is cut short: its header declares 12 bytes (2 images × 2 rows × 3 columns), and it has too few for that", Whole[..^1]);
        Refused("is too long: bytes follow the 12 that its header declares", [.. Whole, 0]);
        Refused("is cut short: its header declares 12 bytes (2 images × 2 rows × 3 columns), but it has 11", TinyMnist.Gzip(Whole[..^1]));
        Refused("is too long", TinyMnist.Gzip([.. Whole, 0]));

        // 2,000,000,000 bytes in 16: neither plain nor packed can that be.
        byte[] huge = [0, 0, 8, 3, 0x77, 0x35, 0x94, 0, 0, 0, 0, 1, 0, 0, 0, 1];
        Refused("declares 2,000,000,000 bytes", huge);
        Refused("declares 2,000,000,000 bytes", TinyMnist.Gzip(huge));
    }

    [Fact]
    public void Truncated_gzip_file_is_rejected()
    {
        var packed = TinyMnist.Gzip(Whole);
        for (var length = 2; length < packed.Length; length++)
        {
            var error = Assert.Throws<DataException>(() => Read(packed[..length]));
            Assert.Matches("cut short|damaged gzip file", error.Message);
        }
        Refused("is a damaged gzip file: it has trailing data", [.. packed, 1, 2, 3]);
        packed[^6] ^= 1;
        Refused("is a damaged gzip file: the checksum or length of its content differs from its trailer", packed);
    }

    private static void Refused(string message, byte[] content)
    {
        var error = Assert.Throws<DataException>(() => Read(content));
        Assert.StartsWith("'images.gz' ", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static IdxFile Read(byte[] content) => IdxFile.Read(new MemoryStream(content), "images.gz", "images", "rows", "columns");
}
