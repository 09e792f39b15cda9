namespace Imara.Boot.Proving;

/// <summary>How the disk of a proving boot is attached, and what the kernel finds its root by.</summary>
/// <param name="Root">The value of <c>root=</c>.</param>
/// <param name="Devices">Devices of QEMU; each has a view of the disk of its own.</param>
public sealed record ProvingDisk(string Root, IReadOnlyList<string> Devices)
{
    private static readonly (string Device, string Root, string[] Options)[] Known =
    [
        ("nvme", "/dev/nvme0n1", ["CONFIG_BLK_DEV_NVME"]),
        ("virtio-blk-pci", "/dev/vda", ["CONFIG_VIRTIO_PCI", "CONFIG_VIRTIO_BLK"]),
        ("ide-hd", "/dev/sda", ["CONFIG_SATA_AHCI", "CONFIG_BLK_DEV_SD"]),
    ];

    /// <summary>For an initramfs, which finds the root by its UUID behind any of the drivers that it may hold.</summary>
    /// <param name="uuid">The UUID of the file system.</param>
    public static ProvingDisk ForInitramfs(Guid uuid) => new($"UUID={uuid}", [.. Known.Select(known => known.Device)]);

    /// <summary>For a kernel without an initramfs: by a driver that is built in.</summary>
    /// <param name="config">The text of its build configuration.</param>
    /// <returns>Null if it has none of them, or no ext4.</returns>
    public static ProvingDisk? ForKernel(string config)
    {
        var lines = config.Split('\n').ToHashSet(StringComparer.Ordinal);
        bool Has(string option) => lines.Contains(option + "=y");
        var (device, root, _) = Known.FirstOrDefault(known => known.Options.All(Has));
        return device is null || !Has("CONFIG_EXT4_FS") ? null : new(root, [device]);
    }
}
