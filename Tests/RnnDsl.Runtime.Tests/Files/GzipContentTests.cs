using System.Text;
using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Files;

/// <summary>Every reader of gzip reads the same files and refuses the same ones.</summary>
public sealed class GzipContentTests : IDisposable
{
    /// <summary>A member without content, as gzip and bgzip write it; .NET writes nothing.</summary>
    private static readonly byte[] Empty = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private static readonly byte[] Labels = [0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9];
    private static readonly byte[] Table = Encoding.UTF8.GetBytes("a,b\n1,2\n3,4\n");
    private static readonly byte[] Words = Encoding.UTF8.GetBytes("film 1 2 3\nplot 4 5 6\n");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("IDX")]
    [InlineData("CSV")]
    [InlineData("vectors")]
    public void Every_reader_rejects_truncated_extended_and_corrupted_gzip_files(string reader)
    {
        var packed = PackedFiles.Gzip(ContentFor(reader));
        Read(reader, packed);

        // From the header on: what has fewer than two bytes is no gzip file.
        for (var length = 2; length < packed.Length; length++)
            Refused(reader, packed[..length]);
        foreach (var garbage in (byte[][])[[0], [1, 2, 3], new byte[1_000], packed[^8..], packed[^4..], packed[..^1], packed[..^8], [0x1F, 0x8B], .. Enumerable.Range(1, 20).Select(static count => new byte[count])])
            Refused(reader, [.. packed, .. garbage]);
        for (var place = packed.Length - 8; place < packed.Length; place++)
            Refused(reader, [.. packed[..place], (byte)(packed[place] ^ 1), .. packed[(place + 1)..]]);
    }

    [Theory]
    [InlineData(0b0000_1000, "name\0")]
    [InlineData(0b0001_0000, "comment\0")]
    [InlineData(0b0000_0100, "\u0003\0abc")]
    [InlineData(0b0000_0010, "..")]
    [InlineData(0b0001_1110, "\u0001\0xname\0comment\0..")]
    [InlineData(0b0000_0001, "")]
    public void Every_header_field_is_parsed(byte flags, string fields)
    {
        var packed = PackedFiles.Gzip(Table);
        packed[3] = flags;
        var whole = (byte[])[.. packed[..10], .. Encoding.Latin1.GetBytes(fields), .. packed[10..]];
        Read("CSV", whole);
        for (var length = 2; length < 10 + fields.Length; length++)
            Refused("CSV", whole[..length]);
    }

    [Fact]
    public void Reserved_flags_and_unknown_methods_are_rejected()
    {
        foreach (var (place, value) in new[] { (3, (byte)0x20), (3, (byte)0x80), (2, (byte)7) })
        {
            var packed = PackedFiles.Gzip(Table);
            packed[place] = value;
            Refused("CSV", packed);
        }
    }

    [Fact]
    public void Content_of_any_size_is_decompressed()
    {
        foreach (var length in new[] { 0, 1, 7, 8_191, 8_192, 8_193, 100_000, 1_000_000 })
        {
            var content = new byte[length];
            new Random(length).NextBytes(content.AsSpan(length / 2));
            using var unpacked = GzipContent.Open(new MemoryStream(PackedFiles.Gzip(content)), "a.gz");
            var read = new MemoryStream();
            unpacked.CopyTo(read);
            Assert.Equal(content, read.ToArray());
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(12, 0)]
    [InlineData(0, 12)]
    [InlineData(1, 1, 1)]
    [InlineData(8_191, 8_193, 100_000, 0)]
    [InlineData(100_000, 0, 0, 1_000_000)]
    public void Several_members_are_concatenated(params int[] lengths)
    {
        var random = new Random(lengths.Length);
        var members = lengths.Select(length =>
        {
            var member = new byte[length];
            random.NextBytes(member.AsSpan(length / 2));
            return member;
        }).ToList();
        var packed = members.SelectMany(static member => member.Length == 0 ? Empty : PackedFiles.Gzip(member)).ToArray();

        Assert.Equal(members.SelectMany(static member => member), Unpack(packed));
        foreach (var damaged in (byte[][])[packed[..^1], packed[..^8], [.. packed, 0], [.. packed, 0x1F], [.. packed, .. new byte[12]]])
            Assert.Throws<DamagedContentException>(() => Unpack(damaged));

        static byte[] Unpack(byte[] packed)
        {
            using var content = GzipContent.Open(new MemoryStream(packed), "a.gz");
            var read = new MemoryStream();
            content.CopyTo(read);
            return read.ToArray();
        }
    }

    [Fact]
    public void Checksum_is_CRC_32()
    {
        // The check value of CRC-32/ISO-HDLC.
        Assert.Equal(0xCBF43926, Of("123456789"u8));
        Assert.Equal(0u, Of([]));
        var bytes = new byte[1_000];
        new Random(1).NextBytes(bytes);
        for (var split = 0; split <= 20; split++)
        {
            var checksum = new Crc32();
            checksum.Append(bytes.AsSpan(0, split));
            checksum.Append(bytes.AsSpan(split));
            Assert.Equal(Of(bytes), checksum.Value);
        }

        static uint Of(ReadOnlySpan<byte> bytes)
        {
            var checksum = new Crc32();
            checksum.Append(bytes);
            return checksum.Value;
        }
    }

    [Fact]
    public void Every_reader_rejects_archive_entries_with_a_wrong_checksum()
    {
        var pairs = WithOtherChecksum(PackedFiles.Zip(("a.txt", Encoding.UTF8.GetBytes("a\tb\n"))));
        Assert.Contains($"'{_folder["a"]}/a.txt' is damaged: its content has another checksum or length than the archive says. Download or write it again.",
            Assert.Throws<DataException>(() => SentencePairs.Read(PackedFiles.Named(_folder, pairs), "a", "a.txt", 0, 1)).Message, StringComparison.Ordinal);

        var sentences = WithOtherChecksum(PackedFiles.Zip(("a.neg", Encoding.UTF8.GetBytes("bad\n")), ("a.pos", Encoding.UTF8.GetBytes("good\n"))));
        Assert.Contains("is damaged", Assert.Throws<DataException>(() => LabelledSentences.Read(PackedFiles.Named(_folder, sentences), "a", ["bad", "good"], ["a.neg", "a.pos"])).Message, StringComparison.Ordinal);

        var recordings = WithOtherChecksum(PackedFiles.Zip(("1_a_1.wav", PackedFiles.Wav(100))));
        Assert.Contains("is damaged", Assert.Throws<DataException>(() => SpokenDigits.Read(new MemoryStream(recordings), "a.zip")).Message, StringComparison.Ordinal);
    }

    /// <summary>Changes the CRC-32 in each entry of the central directory.</summary>
    private static byte[] WithOtherChecksum(byte[] archive)
    {
        for (var place = 0; place + 20 < archive.Length; place++)
        {
            if (archive.AsSpan(place, 4).SequenceEqual("PK\x01\x02"u8))
                archive[place + 16] ^= 1;
        }

        return archive;
    }

    /// <summary>Empty content as zlib ends it: at once, after an empty stored block, after Z_PARTIAL_FLUSH, and as one stored block.</summary>
    [Theory]
    [InlineData("0300")]
    [InlineData("000000FFFF0300")]
    [InlineData("020C00")]
    [InlineData("010000FFFF")]
    public void Empty_content_is_read_in_every_form_and_rejected_if_it_is_cut_or_followed_by_data(string content)
    {
        byte[] packed = [.. Convert.FromHexString("1F8B08000000000000FF" + content), .. new byte[8]];
        foreach (var members in (byte[][])[packed, [.. packed, .. packed]])
        {
            Unpack(members);
            foreach (var damaged in (byte[][])[members[..^1], [.. members, 0], [.. members, 0, 0, 0, 0, 0, 0, 0, 0]])
                Assert.Throws<DamagedContentException>(() => Unpack(damaged));
        }

        static void Unpack(byte[] packed)
        {
            using var unpacked = GzipContent.Open(new MemoryStream(packed), "a.gz");
            Assert.Equal(0, unpacked.Read(new byte[10]));
        }
    }

    private static byte[] ContentFor(string reader) => reader switch { "IDX" => Labels, "CSV" => Table, _ => Words };

    private void Refused(string reader, byte[] packed)
    {
        var message = Record.Exception(() => Read(reader, packed)) switch
        {
            DataException problem when reader != "vectors" => problem.Message,
            InvalidDataException problem when reader == "vectors" => problem.Message,
            var other => throw new InvalidOperationException($"{reader}: {Convert.ToHexString(packed)} gave {other?.ToString() ?? "no error"}."),
        };
        Assert.StartsWith($"'{(reader == "vectors" ? _folder["a.gz"] : "a.gz")}' is ", message, StringComparison.Ordinal);
        Assert.Matches("damaged gzip file|cut short|too long", message);
    }

    private void Read(string reader, byte[] packed)
    {
        if (reader == "IDX")
        {
            Assert.Equal([7, 8, 9], IdxFile.Read(new MemoryStream(packed), "a.gz", "labels").Data.ToArray());
        }
        else if (reader == "CSV")
        {
            Assert.Equal(2, TimeSeriesCsv.Read(new MemoryStream(packed), "a.gz").Rows);
        }
        else
        {
            File.WriteAllBytes(_folder["a.gz"], packed);
            Assert.Equal(2, WordVectorTable.Read(_folder["a.gz"], static _ => true).WordsRead);
        }
    }
}
