using Imara.Hashing;

namespace Imara.Measurements.Replay;

/// <summary>The template digests of one entry, each computed at most once. Allocates nothing per entry.</summary>
internal sealed class EntryDigests : IDisposable
{
    private readonly List<Slot> slots = [];
    private MeasurementEntry? entry;

    public void Reset(MeasurementEntry next)
    {
        entry = next;
        foreach (var slot in slots)
        {
            slot.IsComputed = false;
        }
    }

    /// <summary>The template digest of the entry, which is no violation. Valid until <see cref="Reset"/>.</summary>
    public ReadOnlySpan<byte> Of(HashAlgo algo)
    {
        Slot? slot = null;
        foreach (var candidate in slots)
        {
            slot = candidate.Hash.Algo == algo ? candidate : slot;
        }

        if (slot is null)
        {
            slot = new Slot(KernelHash.Create(algo));
            slots.Add(slot);
        }

        if (!slot.IsComputed)
        {
            entry!.AppendHashed(slot.Hash);
            slot.Hash.Finish(slot.Digest);
            slot.IsComputed = true;
        }

        return slot.Digest;
    }

    public void Dispose()
    {
        foreach (var slot in slots)
        {
            slot.Hash.Dispose();
        }
    }

    private sealed class Slot(ContentHash hash)
    {
        public ContentHash Hash { get; } = hash;

        public byte[] Digest { get; } = new byte[hash.DigestSize];

        public bool IsComputed { get; set; }
    }
}
