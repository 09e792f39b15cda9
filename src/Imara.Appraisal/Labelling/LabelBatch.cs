using Imara.Linux.Trees;

namespace Imara.Appraisal.Labelling;

/// <summary>Some files on their way: met by the walk, worked on by one thread, told in the order of the walk.</summary>
internal sealed class LabelBatch
{
    /// <summary>Few enough that a walk of few files keeps all threads busy, enough that handing over costs nothing.</summary>
    public const int Capacity = 64;

    /// <summary>The most bytes of paths before it counts as full: those of deep trees have megabytes.</summary>
    public const int PathCapacity = 64 << 10;

    private readonly Entry[] entries = new Entry[Capacity];
    private byte[] paths = new byte[Capacity * 64];
    private int pathBytes;

    /// <summary>Place in the order of the walk.</summary>
    public long Number { get; set; }

    /// <summary>Number of files in it.</summary>
    public int Count { get; private set; }

    /// <summary>True if no more fit.</summary>
    public bool IsFull => Count == Capacity || pathBytes >= PathCapacity;

    /// <summary>One file.</summary>
    public ref Entry this[int index] => ref entries[index];

    /// <summary>The path of one file.</summary>
    public ReadOnlyMemory<byte> PathOf(int index) => paths.AsMemory(entries[index].PathStart, entries[index].PathLength);

    /// <summary>The name of one file in its directory, and a NUL.</summary>
    public ReadOnlySpan<byte> TerminatedNameOf(int index)
    {
        ref var entry = ref entries[index];
        return paths.AsSpan(entry.PathStart + entry.PathLength - entry.NameLength, entry.NameLength + 1);
    }

    /// <summary>Adds a file that is to be worked on.</summary>
    public void Add(ReadOnlySpan<byte> path, int nameLength, FilePlace place) =>
        Add(path, new Entry { NameLength = nameLength, Place = place, IsWork = true });

    /// <summary>Adds something whose outcome is known.</summary>
    public void Add(ReadOnlySpan<byte> path, in FileOutcome outcome) => Add(path, new Entry { Outcome = outcome });

    /// <summary>Makes room for the next files.</summary>
    public void Clear()
    {
        Array.Clear(entries, 0, Count);
        Count = 0;
        pathBytes = 0;
        if (paths.Length > 2 * PathCapacity)
        {
            paths = new byte[PathCapacity];
        }
    }

    private void Add(ReadOnlySpan<byte> path, in Entry entry)
    {
        if ((long)pathBytes + path.Length + 1 > paths.Length)
        {
            Array.Resize(ref paths, (int)Math.Min(Array.MaxLength, Math.Max(2L * paths.Length, (long)pathBytes + path.Length + 1)));
        }

        path.CopyTo(paths.AsSpan(pathBytes));
        paths[pathBytes + path.Length] = 0;
        entries[Count] = entry;
        entries[Count].PathStart = pathBytes;
        entries[Count].PathLength = path.Length;
        Count++;
        pathBytes += path.Length + 1;
    }

    /// <summary>One file.</summary>
    internal struct Entry
    {
        /// <summary>It is to be worked on; otherwise the walk itself has found the outcome.</summary>
        public bool IsWork;

        /// <summary>Left out by its owner, or another name of a file met before: not told.</summary>
        public bool IsPassedOver;

        /// <summary>Where it is.</summary>
        public FilePlace Place;

        /// <summary>What became of it.</summary>
        public FileOutcome Outcome;

        public int PathStart;
        public int PathLength;
        public int NameLength;
    }
}
