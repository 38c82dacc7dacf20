// MSBuild compiles this file by itself, against .NET Standard 2.0, when a build first needs the task: it can use no
// other file of the project. The tests compile it too.
#nullable enable

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;

namespace RnnDsl.Torch;

/// <summary>
/// Writes a copy of a Linux shared library without the requirement of versions of <c>libstdc++.so.6</c> that it never uses.
/// </summary>
/// <remarks>
/// <para>
/// A library lists the symbol versions it was linked with, and the loader refuses it when the system lacks one of them,
/// even where no symbol of that version is ever looked up. TorchSharp's library is such a case: it names
/// <c>GLIBCXX_3.4.32</c> (GCC 13) for <c>_ZSt21ios_base_library_initv</c>, an anchor that no code calls. An entry with the flag
/// <c>VER_FLG_WEAK</c> may be missing.
/// </para>
/// <para>
/// The flag is set only where it is provably harmless: the loader looks up a symbol only for a relocation that names it, so it
/// never looks up a version none of whose symbols has a relocation. The original is read and never written.
/// Format: System V ABI, chapter 5, and the symbol versioning of the Linux Standard Base, 10.7.
/// </para>
/// </remarks>
public sealed class WeakenMissingSymbolVersions : Microsoft.Build.Utilities.Task
{
    private const string StandardLibrary = "libstdc++.so.6";

    /// <summary>The library as its package ships it.</summary>
    [Required]
    public string Library { get; set; } = "";

    /// <summary>Path of the weakened copy. Not written for a library that needs no change.</summary>
    [Required]
    public string Destination { get; set; } = "";

    /// <summary>
    /// The <c>libstdc++.so.6</c> of the target machine: versions that it defines stay unchanged.
    /// Empty if that machine is unknown: then every unused version is weakened.
    /// </summary>
    public string SystemLibrary { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            // Delete, not overwrite: the output folder may hold a hard link to this file, and a process may have it mapped.
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(Destination))!);
            File.Delete(Destination);
            var library = ElfLibrary.Read(Library);
            var weakened = Weaken(library);
            if (weakened.Count > 0 && !Log.HasLoggedErrors)
            {
                library.Write(Destination);
                Log.LogMessage("{0} no longer requires {1}, which it never uses.", Destination, string.Join(", ", weakened));
            }
        }
        catch (InvalidElfException invalid)
        {
            LogError(invalid.FilePath, invalid.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogError(Library, "The native library step could not finish: " + e.Message);
        }

        return !Log.HasLoggedErrors;
    }

    private List<string> Weaken(ElfLibrary library)
    {
        var defined = SystemLibrary.Length == 0 ? null : ElfLibrary.Read(SystemLibrary).DefinedVersions();
        var weakened = new List<string>();
        foreach (var need in library.NeededVersions(StandardLibrary).Where(need => !need.IsWeak && defined?.Contains(need.Name) != true))
        {
            if (library.RelocatedSymbol(need) is not { } symbol)
            {
                library.Weaken(need);
                weakened.Add(need.Name);
            }
            else if (defined is not null)
            {
                LogError(
                    Library,
                    $"This library uses {symbol} of {need.Name}, which {SystemLibrary} does not define (its newest is "
                    + $"{Newest(defined)}): it cannot be loaded on this machine. Install a newer {StandardLibrary}. To build for another "
                    + "machine, set RnnDslWeakenNative=always; to use the library unchanged, RnnDslWeakenNative=never.");
            }
        }

        return weakened;
    }

    private static string Newest(IEnumerable<string> versions)
    {
        var newest = versions.Select(name => Version.TryParse(name.Replace("GLIBCXX_", ""), out var version) ? version : null).Max();
        return newest is null ? "none" : "GLIBCXX_" + newest;
    }

    private void LogError(string file, string message) =>
        Log.LogError(subcategory: null, errorCode: null, helpKeyword: null, file, 0, 0, 0, 0, message: "{0}", message);
}

/// <summary>One version that a library requires from another (an <c>Elf64_Vernaux</c>).</summary>
internal readonly struct VersionNeed
{
    public VersionNeed(string name, int index, ulong flagsOffset, bool isWeak)
    {
        Name = name;
        Index = index;
        FlagsOffset = flagsOffset;
        IsWeak = isWeak;
    }

    /// <summary>The version's name, such as <c>GLIBCXX_3.4.32</c>.</summary>
    public string Name { get; }

    /// <summary>The number by which the library's symbols refer to the version.</summary>
    public int Index { get; }

    /// <summary>The offset of the entry's flags in the file.</summary>
    public ulong FlagsOffset { get; }

    /// <summary>Whether the loader already accepts that the version is missing.</summary>
    public bool IsWeak { get; }
}

/// <summary>
/// The part of a 64-bit little-endian ELF shared library that the loader reads: the tables of the dynamic segment. Sections
/// are not used, since a stripped library has none.
/// </summary>
internal sealed class ElfLibrary
{
    private const ushort WeakFlag = 2;

    private readonly string _path;
    private readonly byte[] _bytes;
    private readonly List<(ulong Address, ulong Offset, ulong Size)> _loaded = [];
    private readonly Dictionary<Tag, ulong> _dynamic = [];

    private ElfLibrary(string path, byte[] bytes)
    {
        _path = path;
        _bytes = bytes;
        CheckHeader();
        ReadSegments();
    }

    private enum Tag : ulong
    {
        End = 0,
        PltRelocationsSize = 2,
        Strings = 5,
        Symbols = 6,
        Rela = 7,
        RelaSize = 8,
        Rel = 17,
        RelSize = 18,
        PltRelocationsKind = 20,
        PltRelocations = 23,
        SymbolVersions = 0x6ffffff0,
        DefinedVersions = 0x6ffffffc,
        DefinedVersionsCount = 0x6ffffffd,
        NeededVersions = 0x6ffffffe,
        NeededVersionsCount = 0x6fffffff,
    }

    /// <summary>Reads a library.</summary>
    /// <exception cref="InvalidElfException">The file is not a library this class understands.</exception>
    public static ElfLibrary Read(string path) => new(path, File.ReadAllBytes(path));

    /// <summary>Writes the library, with the versions weakened so far.</summary>
    public void Write(string path) => File.WriteAllBytes(path, _bytes);

    /// <summary>The versions that this library defines.</summary>
    public HashSet<string> DefinedVersions()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in Entries(Tag.DefinedVersions, Tag.DefinedVersionsCount, nextField: 16))
        {
            // Elf64_Verdef: version, flags, index, count (2 bytes each), hash, first auxiliary entry, next (4 bytes each).
            // The first auxiliary entry names the version, further ones its ancestors.
            names.Add(StringAt(UInt32(entry + UInt32(entry + 12))));
        }

        return names;
    }

    /// <summary>The versions that this library requires from the library <paramref name="soname"/>.</summary>
    public List<VersionNeed> NeededVersions(string soname)
    {
        var needs = new List<VersionNeed>();
        foreach (var entry in Entries(Tag.NeededVersions, Tag.NeededVersionsCount, nextField: 12))
        {
            // Elf64_Verneed: version, count (2 bytes each), file name, first auxiliary entry, next (4 bytes each).
            if (StringAt(UInt32(entry + 4)) != soname)
            {
                continue;
            }

            // Elf64_Vernaux: hash (4 bytes), flags, index (2 bytes each), name, next (4 bytes each).
            foreach (var version in Chain(entry + UInt32(entry + 8), UInt16(entry + 2), nextField: 12))
            {
                var isWeak = (UInt16(version + 4) & WeakFlag) != 0;
                needs.Add(new VersionNeed(StringAt(UInt32(version + 8)), UInt16(version + 6) & 0x7fff, version + 4, isWeak));
            }
        }

        return needs;
    }

    /// <summary>The first symbol of the version that the loader would look up; <c>null</c> if there is none.</summary>
    public string? RelocatedSymbol(VersionNeed need)
    {
        var versions = OffsetOf(Tag.SymbolVersions);
        var symbols = OffsetOf(Tag.Symbols);
        foreach (var symbol in RelocatedSymbols())
        {
            // Bit 15 hides a symbol from others and is not part of the version's number.
            if ((UInt16(versions + 2 * symbol) & 0x7fff) == need.Index)
            {
                return StringAt(UInt32(symbols + 24 * symbol));
            }
        }

        return null;
    }

    /// <summary>Sets the flag by which the loader accepts that the version is missing.</summary>
    public void Weaken(VersionNeed need) => _bytes[need.FlagsOffset] |= (byte)WeakFlag;

    private void CheckHeader()
    {
        if (_bytes.Length < 4 || _bytes[0] != 0x7f || _bytes[1] != 'E' || _bytes[2] != 'L' || _bytes[3] != 'F')
        {
            throw Invalid($"is not an ELF file: it starts with [{BitConverter.ToString(_bytes, 0, Math.Min(4, _bytes.Length))}], "
                + "where an ELF file starts with [7F-45-4C-46]");
        }

        Require(0, 64);
        if (_bytes[4] != 2)
        {
            throw Invalid(_bytes[4] == 1 ? "is a 32-bit ELF file, and TorchSharp has none" : $"is an ELF file of unknown class {_bytes[4]}");
        }

        if (_bytes[5] != 1)
        {
            throw Invalid(_bytes[5] == 2 ? "is a big-endian ELF file, and TorchSharp has none" : $"is an ELF file of unknown byte order {_bytes[5]}");
        }
    }

    private void ReadSegments()
    {
        ulong start = UInt64(32), size = UInt16(54), count = UInt16(56);
        (ulong Offset, ulong Size)? dynamic = null;
        for (ulong i = 0; i < count; i++)
        {
            // Elf64_Phdr: type, flags (4 bytes each), offset, address, physical address, size in the file (8 bytes each).
            var header = start + i * size;
            Require(header, 56);
            switch (UInt32(header))
            {
                case 1:
                    _loaded.Add((UInt64(header + 16), UInt64(header + 8), UInt64(header + 32)));
                    break;
                case 2:
                    dynamic = (UInt64(header + 8), UInt64(header + 32));
                    break;
            }
        }

        if (dynamic is not { } segment)
        {
            throw Invalid($"has no dynamic segment among its {count} program headers, so it is not a shared library");
        }

        Require(segment.Offset, segment.Size);
        for (ulong at = 0; at + 16 <= segment.Size; at += 16)
        {
            var tag = (Tag)UInt64(segment.Offset + at);
            if (tag == Tag.End)
            {
                return;
            }

            _dynamic[tag] = UInt64(segment.Offset + at + 8);
        }

        throw Invalid("has a dynamic segment without an end");
    }

    /// <summary>The symbol numbers that relocations name; 0 stands for none.</summary>
    private IEnumerable<ulong> RelocatedSymbols() =>
        RelocatedSymbols(Tag.Rela, Tag.RelaSize, Tag.Rela)
            .Concat(RelocatedSymbols(Tag.Rel, Tag.RelSize, Tag.Rel))
            .Concat(RelocatedSymbols(Tag.PltRelocations, Tag.PltRelocationsSize, (Tag)ValueOr0(Tag.PltRelocationsKind)))
            .Where(symbol => symbol != 0);

    private IEnumerable<ulong> RelocatedSymbols(Tag table, Tag size, Tag kind)
    {
        if (!_dynamic.ContainsKey(table))
        {
            yield break;
        }

        // Elf64_Rel: offset, info (8 bytes each); Elf64_Rela has an addend after them. The upper half of info is the symbol.
        var start = OffsetOf(table);
        var entrySize = kind == Tag.Rel ? 16ul : 24ul;
        for (ulong at = 0; at < ValueOr0(size); at += entrySize)
        {
            yield return UInt64(start + at + 8) >> 32;
        }
    }

    private IEnumerable<ulong> Entries(Tag table, Tag count, uint nextField)
    {
        if (!_dynamic.ContainsKey(table))
        {
            yield break;
        }

        foreach (var entry in Chain(OffsetOf(table), ValueOr0(count), nextField))
        {
            if (UInt16(entry) != 1)
            {
                throw Invalid($"has a version table of revision {UInt16(entry)} at byte {entry}, where 1 is the only one known");
            }

            yield return entry;
        }
    }

    /// <summary>The offsets of linked entries, each holding the distance to the next one.</summary>
    private IEnumerable<ulong> Chain(ulong first, ulong count, uint nextField)
    {
        var entry = first;
        for (ulong i = 0; i < count; i++)
        {
            yield return entry;
            var distance = UInt32(entry + nextField);
            if (distance == 0 && i + 1 < count)
            {
                throw Invalid($"has a version table that ends after {i + 1} of {count} entries, at byte {entry}");
            }

            entry += distance;
        }
    }

    private string StringAt(ulong index)
    {
        var start = OffsetOf(Tag.Strings) + index;
        Require(start, 1);
        var end = Array.IndexOf(_bytes, (byte)0, (int)start);
        return end >= 0
            ? Encoding.UTF8.GetString(_bytes, (int)start, end - (int)start)
            : throw Invalid($"has a name without an end at byte {start}");
    }

    private ulong ValueOr0(Tag tag) => _dynamic.TryGetValue(tag, out var value) ? value : 0;

    /// <summary>The file offset of the table whose address a dynamic entry holds.</summary>
    private ulong OffsetOf(Tag tag)
    {
        if (!_dynamic.TryGetValue(tag, out var address))
        {
            throw Invalid($"has no entry {tag} (0x{(ulong)tag:x}) in its dynamic segment");
        }

        foreach (var segment in _loaded)
        {
            if (address >= segment.Address && address - segment.Address < segment.Size)
            {
                return segment.Offset + (address - segment.Address);
            }
        }

        throw Invalid($"has its table {tag} at address 0x{address:x}, which is in no loaded segment");
    }

    private ushort UInt16(ulong offset) => BitConverter.ToUInt16(_bytes, Require(offset, 2));

    private uint UInt32(ulong offset) => BitConverter.ToUInt32(_bytes, Require(offset, 4));

    private ulong UInt64(ulong offset) => BitConverter.ToUInt64(_bytes, Require(offset, 8));

    private int Require(ulong offset, ulong size)
    {
        var length = (ulong)_bytes.Length;
        return offset <= length && size <= length - offset
            ? (int)offset
            : throw Invalid($"is truncated: it has {length} bytes, and {size} more are expected at byte {offset}");
    }

    private InvalidElfException Invalid(string what) => new(_path, $"This file {what}.");
}

/// <summary>A file that is not a library that the native library step can process.</summary>
internal sealed class InvalidElfException : Exception
{
    public InvalidElfException(string filePath, string message)
        : base(message + " The native library step cannot process it. Restore the package again if the file is damaged; "
            + "to build without the step, set RnnDslWeakenNative=never.") => FilePath = filePath;

    public string FilePath { get; }
}
