namespace Imara.Boot.Proving;

/// <summary>Makes an ext4 image of what a system needs to start, with owners, modes and attributes. The system is only read, through a mount that cannot write.</summary>
public static class SystemImage
{
    /// <summary>Folders of which the image has the place and not the content: what a boot makes by itself, and what it can do without.</summary>
    public static readonly IReadOnlyList<string> Left =
    [
        "proc", "sys", "dev", "run", "tmp", "boot", "home", "mnt", "media", "lost+found", "var/tmp", "var/cache", "var/log", "var/crash", "var/lib/docker", "var/lib/containers",
        "var/lib/libvirt", "var/lib/apt/lists", "usr/src", "usr/include", "usr/lib/debug", "usr/lib/firmware", "usr/share/doc", "usr/share/man", "usr/share/info", "usr/share/locale",
        "usr/share/icons", "usr/share/fonts",
    ];

    // $0 image, $1 folder for the mounts, $2 system, $3 UUID, $4 policy or nothing, $5 its place in the system; then the folders that are left.
    // mke2fs takes a whole folder, so what it is not to see is covered, in mounts that nobody else has.
    private const string Script = """
        set -e
        stage=$1 root=$1/root from=$2 uuid=$3 policy=$4 place=$5
        shift 5
        mount -t tmpfs -o mode=755 tmpfs "$stage"
        mkdir "$root"
        mount --bind "$from" "$root"
        mount -o remount,bind,ro,noatime "$root"
        for part in usr var etc opt srv; do
            if mountpoint -q "$from/$part"; then
                mount --bind "$from/$part" "$root/$part"
                mount -o remount,bind,ro,noatime "$root/$part"
            fi
        done
        for left; do
            if [ -d "$root/$left" ] && [ ! -L "$root/$left" ]; then
                mount -t tmpfs -o mode=755 tmpfs "$root/$left"
            fi
        done
        if [ -d "$root/dev" ]; then
            mknod -m 600 "$root/dev/console" c 5 1
            mknod -m 666 "$root/dev/null" c 1 3
        fi
        if [ -n "$policy" ]; then
            mount --bind "$policy" "$root$place"
        fi
        size=$(($(du -sk "$root" | cut -f1) * 13 / 10 + 262144))
        free=$(df -k --output=avail "$(dirname "$0")" | tail -n 1)
        if [ "$size" -gt "$free" ]; then
            echo "the image may need $size KiB, and $free are free" >&2
            exit 1
        fi
        truncate -s "${size}K" "$0"
        mkfs.ext4 -q -F -L proof -U "$uuid" -d "$root" "$0"
        """;

    /// <summary>Makes the image.</summary>
    /// <param name="image">Where it goes.</param>
    /// <param name="stage">An empty folder for mounts.</param>
    /// <param name="root">The system.</param>
    /// <param name="uuid">The UUID of the file system.</param>
    /// <param name="policy">A policy to be seen at <paramref name="place"/>, which exists; null: the system as it is.</param>
    /// <param name="place">A path in the system.</param>
    /// <returns>Why it was not made; null if it was.</returns>
    public static string? Make(string image, string stage, string root, Guid uuid, string? policy, string place) =>
        Helper.Run("unshare", ["--mount", "--propagation", "private", "sh", "-c", Script, image, stage, root, uuid.ToString(), policy ?? string.Empty, place, .. Left]);
}
