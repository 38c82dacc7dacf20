using System.Buffers.Binary;
using System.Text;

namespace RnnDsl.Runtime.Tests.NativeLibrary;

/// <summary>Writes a small 64-bit shared library with symbol versions: what a loader reads, and no code.</summary>
internal sealed class ElfBuilder
{
    /// <summary>Tables stand at other addresses than file offsets, as in most real libraries.</summary>
    private const ulong LoadAddress = 0x40000;

    private readonly List<(string File, string Version, string Symbol, bool Relocated)> _needs = [];
    private readonly List<string> _defines = [];

    /// <summary>A version that the library wants for one symbol; the loader looks the symbol up when it is relocated.</summary>
    public ElfBuilder Needs(string version, string symbol, bool relocated, string file = "libstdc++.so.6")
    {
        _needs.Add((file, version, symbol, relocated));
        return this;
    }

    /// <summary>A version that the library offers.</summary>
    public ElfBuilder Defines(string version)
    {
        _defines.Add(version);
        return this;
    }

    public byte[] Build()
    {
        var image = new Image();
        image.Reserve(64 + 2 * 56);
        var strings = new Dictionary<string, uint>();
        var stringTable = image.Position;
        image.U8(0);
        foreach (var text in _needs.SelectMany(need => new[] { need.File, need.Version, need.Symbol }).Concat(_defines).Distinct())
        {
            strings[text] = (uint)(image.Position - stringTable);
            image.Bytes([.. Encoding.UTF8.GetBytes(text), 0]);
        }

        var dynamic = new List<(ulong Tag, ulong Value)> { (5, Address(stringTable)) };

        // One symbol a need, after the empty one; version numbers start at 2, above the local and the global one.
        dynamic.Add((6, Address(image.Position)));
        image.Reserve(24);
        foreach (var need in _needs)
        {
            image.U32(strings[need.Symbol]);
            image.Reserve(20);
        }

        dynamic.Add((0x6ffffff0, Address(image.Position)));
        image.U16(0);
        for (var i = 0; i < _needs.Count; i++)
        {
            image.U16((ushort)(i + 2));
        }

        WriteRelocations(image, dynamic);
        WriteNeeds(image, dynamic, strings);
        WriteDefinitions(image, dynamic, strings);

        dynamic.Add((0, 0));
        var dynamicStart = image.Position;
        foreach (var (tag, value) in dynamic)
        {
            image.U64(tag);
            image.U64(value);
        }

        return image.Finish(dynamicStart, LoadAddress);
    }

    private static ulong Address(int position) => LoadAddress + (ulong)position;

    private void WriteRelocations(Image image, List<(ulong Tag, ulong Value)> dynamic)
    {
        var relocated = Enumerable.Range(0, _needs.Count).Where(i => _needs[i].Relocated).ToList();

        // The first goes to the eager table, the others to the lazy one, so that both are read.
        WriteTable(relocated.Take(1), tag: 7, sizeTag: 8);
        WriteTable(relocated.Skip(1), tag: 23, sizeTag: 2);
        dynamic.Add((20, 7));

        void WriteTable(IEnumerable<int> needs, ulong tag, ulong sizeTag)
        {
            var start = image.Position;
            foreach (var need in needs)
            {
                image.U64(0);
                image.U64(((ulong)need + 1) << 32 | 6);
                image.U64(0);
            }

            if (image.Position > start)
            {
                dynamic.Add((tag, Address(start)));
                dynamic.Add((sizeTag, (ulong)(image.Position - start)));
            }
        }
    }

    private void WriteNeeds(Image image, List<(ulong Tag, ulong Value)> dynamic, Dictionary<string, uint> strings)
    {
        var files = _needs.Select((need, i) => (need.File, need.Version, Index: i + 2)).GroupBy(need => need.File).ToList();
        if (files.Count == 0)
        {
            return;
        }

        dynamic.Add((0x6ffffffe, Address(image.Position)));
        dynamic.Add((0x6fffffff, (ulong)files.Count));
        foreach (var (file, fileIndex) in files.Select((file, i) => (file, i)))
        {
            var versions = file.ToList();
            image.U16(1);
            image.U16((ushort)versions.Count);
            image.U32(strings[file.Key]);
            image.U32(16);
            image.U32(fileIndex == files.Count - 1 ? 0u : 16u + 16u * (uint)versions.Count);
            for (var i = 0; i < versions.Count; i++)
            {
                image.U32(0);
                image.U16(0);
                image.U16((ushort)versions[i].Index);
                image.U32(strings[versions[i].Version]);
                image.U32(i == versions.Count - 1 ? 0u : 16u);
            }
        }
    }

    private void WriteDefinitions(Image image, List<(ulong Tag, ulong Value)> dynamic, Dictionary<string, uint> strings)
    {
        if (_defines.Count == 0)
        {
            return;
        }

        dynamic.Add((0x6ffffffc, Address(image.Position)));
        dynamic.Add((0x6ffffffd, (ulong)_defines.Count));
        for (var i = 0; i < _defines.Count; i++)
        {
            image.U16(1);
            image.U16(0);
            image.U16((ushort)(i + 2));
            image.U16(1);
            image.U32(0);
            image.U32(20);
            image.U32(i == _defines.Count - 1 ? 0u : 28u);
            image.U32(strings[_defines[i]]);
            image.U32(0);
        }
    }

    private sealed class Image
    {
        private readonly List<byte> _bytes = [];

        public int Position => _bytes.Count;

        public void Reserve(int count) => _bytes.AddRange(new byte[count]);

        public void Bytes(byte[] bytes) => _bytes.AddRange(bytes);

        public void U8(byte value) => _bytes.Add(value);

        public void U16(ushort value) => Bytes([(byte)value, (byte)(value >> 8)]);

        public void U32(uint value)
        {
            U16((ushort)value);
            U16((ushort)(value >> 16));
        }

        public void U64(ulong value)
        {
            U32((uint)value);
            U32((uint)(value >> 32));
        }

        /// <summary>Fills in the file header and the two program headers: all of it loaded, and the dynamic segment.</summary>
        public byte[] Finish(int dynamicStart, ulong loadAddress)
        {
            var bytes = _bytes.ToArray();
            byte[] identity = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1];
            identity.CopyTo(bytes, 0);
            Put16(16, 3);
            Put16(18, 62);
            Put64(32, 64);
            Put16(54, 56);
            Put16(56, 2);
            PutSegment(64, type: 1, start: 0);
            PutSegment(64 + 56, type: 2, dynamicStart);
            return bytes;

            void PutSegment(int at, uint type, int start)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), type);
                Put64(at + 8, (ulong)start);
                Put64(at + 16, loadAddress + (ulong)start);
                Put64(at + 32, (ulong)(bytes.Length - start));
            }

            void Put16(int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), value);
            void Put64(int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), value);
        }
    }
}
