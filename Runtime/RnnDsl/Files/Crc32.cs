using System.Buffers.Binary;

namespace RnnDsl.Files;

/// <summary>The checksum of gzip (RFC 1952, section 8) and zip: CRC-32 with the reversed polynomial 0xEDB88320, eight bytes at a time.</summary>
internal struct Crc32()
{
    private const int Slices = 8;

    // Tables[k][b]: the remainder of the byte b followed by k zero bytes.
    private static readonly uint[][] Tables = MakeTables();

    private uint _remainder = uint.MaxValue;

    public readonly uint Value => ~_remainder;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var remainder = _remainder;
        for (; bytes.Length >= Slices; bytes = bytes[Slices..])
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ remainder;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            remainder = Tables[7][low & 0xFF] ^ Tables[6][(low >> 8) & 0xFF] ^ Tables[5][(low >> 16) & 0xFF] ^ Tables[4][low >> 24]
                ^ Tables[3][high & 0xFF] ^ Tables[2][(high >> 8) & 0xFF] ^ Tables[1][(high >> 16) & 0xFF] ^ Tables[0][high >> 24];
        }

        foreach (var value in bytes)
            remainder = (remainder >> 8) ^ Tables[0][(remainder ^ value) & 0xFF];
        _remainder = remainder;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[Slices][];
        for (var slice = 0; slice < Slices; slice++)
        {
            tables[slice] = new uint[256];
            for (var value = 0u; value < 256; value++)
            {
                var remainder = slice == 0 ? value : tables[slice - 1][value];
                for (var bit = 0; bit < 8; bit++)
                    remainder = (remainder & 1) == 0 ? remainder >> 1 : (remainder >> 1) ^ 0xEDB88320;
                tables[slice][value] = remainder;
            }
        }

        return tables;
    }
}
