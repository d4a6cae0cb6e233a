package io.github.vkextmem.demo;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;

/**
 * A picture as 8-bit ARGB pixels.
 *
 * @param width in pixels
 * @param height in pixels
 * @param pixels one int a pixel, row by row
 */
record Picture(int width, int height, int[] pixels) {

    static Picture load(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException("there is no picture " + file.toAbsolutePath());
        }
        BufferedImage image = ImageIO.read(file.toFile());
        if (image == null) {
            throw new IOException(file + " is not a picture that Java can read (PNG and JPEG are)");
        }
        return of(image);
    }

    /** Drawing copies values as they are, where getRGB would convert a grey picture's brightness. */
    private static Picture of(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        BufferedImage argb = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = argb.createGraphics();
        graphics.setComposite(AlphaComposite.Src);
        graphics.drawImage(image, 0, 0, null);
        graphics.dispose();
        return new Picture(width, height, argb.getRGB(0, 0, width, height, null, 0, width));
    }

    /** {@return a picture for who gives none: floor upon floor; without letters, because a bare JDK may have no fonts} */
    static Picture draw(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setPaint(new GradientPaint(0, 0, new Color(0x10243E), 0, height, new Color(0xC8553D)));
        graphics.fillRect(0, 0, width, height);
        graphics.setColor(new Color(0xF3DA9D));
        int sun = height / 5;
        graphics.fillOval(width * 3 / 4, height / 10, sun, sun);
        int floors = 6;
        int floor = height / (floors + 3);
        for (int i = 0; i < floors; i++) {
            int inset = width * (10 - i) / 40;
            int top = floor * (i + 2) + floor / 8;
            graphics.setColor(Color.getHSBColor(0.07f + i * 0.03f, 0.35f, 0.95f));
            graphics.fillRoundRect(inset, top, width - 2 * inset, floor * 3 / 4, floor / 4, floor / 4);
            graphics.setColor(new Color(0x10243E));
            for (int window = inset + floor / 2; window < width - inset - floor; window += floor) {
                graphics.fillRect(window, top + floor / 4, floor / 2, floor / 4);
            }
        }
        graphics.setColor(Color.WHITE);
        graphics.setStroke(new BasicStroke(floor / 16f));
        graphics.drawRect(floor / 4, floor / 4, width - floor / 2, height - floor / 2);
        graphics.dispose();
        return of(image);
    }

    static Picture read(ByteBuffer bytes, int width, int height) {
        int[] pixels = new int[width * height];
        bytes.asIntBuffer().get(pixels);
        return new Picture(width, height, pixels);
    }

    void write(ByteBuffer bytes) {
        bytes.asIntBuffer().put(pixels);
    }

    int byteSize() {
        return Math.multiplyExact(pixels.length, Integer.BYTES);
    }

    void save(Path file) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, width, height, pixels, 0, width);
        if (!ImageIO.write(image, "png", file.toFile())) {
            throw new IOException("this Java cannot write PNG");
        }
    }

    boolean samePixels(Picture other) {
        return width == other.width && height == other.height && Arrays.equals(pixels, other.pixels);
    }
}
