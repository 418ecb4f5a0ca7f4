package org.imprimatur.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.imprimatur.api.Basis;
import org.imprimatur.api.Change;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.InvalidRequest;
import org.imprimatur.api.Mask;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;
import org.imprimatur.api.spi.ModelCatalog;
import org.imprimatur.routes.Fitting;
import org.imprimatur.routes.PictureFile;
import org.imprimatur.routes.Revisions;

/**
 * The form of {@code POST /v1/images/edits}, in the shape of OpenAI, with the additions of {@link
 * ImagesRequest} and {@code strength}. An image that this gate released to the tenant before is
 * revised: its earlier words and the prompt go together. Any other image is changed after the
 * prompt alone.
 */
final class EditsRequest {
  private static final double USUAL_STRENGTH = 0.65;
  private static final Set<String> WHOLE = Set.of("n", "seed", "steps");
  private static final Set<String> FRACTIONS = Set.of("guidance", "strength");
  private static final String IMAGE = "image";
  private static final String IMAGES = "image[]";
  private static final String MASK = "mask";

  private final MultipartForm form;
  private final Pictures pictures;
  private final ImagesRequest fields;
  private final ImagesRequest.Defaults defaults;

  /** Where earlier images and models are looked up. */
  record Pictures(Revisions earlier, ModelCatalog models) {}

  EditsRequest(MultipartForm form, Pictures pictures, ImagesRequest.Defaults defaults) {
    this.form = form;
    this.pictures = pictures;
    this.defaults = defaults;
    this.fields = ImagesRequest.ofEdit(plainFields(), defaults);
  }

  /** One request for each image that is asked for. */
  List<GenerationRequest> requests(String tenant) {
    MultipartForm.Part image = image();
    Optional<Revisions.Earlier> earlier = pictures.earlier().find(tenant, image.content());
    return fields.series(earlier.isPresent() ? revision(earlier.get()) : upload(image));
  }

  private GenerationRequest revision(Revisions.Earlier earlier) {
    Size size = earlier.image().size();
    if (fields.namedSize().filter(named -> !named.equals(size)).isPresent()) {
      throw new InvalidRequest("size", "a revision keeps the size of the image, which is " + size);
    }
    GenerationRequest request =
        earlier.revised(
            fields.prompt(), change(size, size, Revisions.USUAL_STRENGTH), fields.sampling());
    return fields.namedModel().map(request::withModel).orElse(request);
  }

  private GenerationRequest upload(MultipartForm.Part image) {
    PictureFile file = PictureFile.of(IMAGE, image.content());
    RasterImage picture = file.picture();
    Size size = fields.namedSize().orElseGet(() -> drawable(picture.size()));
    Change change = change(picture.size(), size, USUAL_STRENGTH);
    return GenerationRequest.of(fields.prompt(), fields.model(), size)
        .with(fields.sampling())
        .with(
            new Basis.Upload(
                Fitting.picture(picture, size),
                Optional.of(file.file()),
                image.fileName(),
                change));
  }

  private Size drawable(Size wanted) {
    return pictures
        .models()
        .find(fields.model())
        .map(model -> Fitting.drawable(wanted, model.capabilities()))
        .orElse(defaults.size());
  }

  /** Within a mask nothing is kept unless the caller says so. */
  private Change change(Size sent, Size size, double usual) {
    List<MultipartForm.Part> masks = form.named(MASK);
    if (masks.isEmpty()) {
      return Change.by(fields.strength().orElse(usual));
    }
    Mask mask = PictureFile.of(MASK, masks.get(0).content()).mask();
    if (masks.size() > 1 || !mask.size().equals(sent)) {
      throw new InvalidRequest(
          MASK,
          masks.size() > 1
              ? "is there more than once"
              : "is %s, the image is %s".formatted(mask.size(), sent));
    }
    return Change.by(fields.strength().orElse(1.0)).within(Fitting.mask(mask, size));
  }

  private MultipartForm.Part image() {
    List<MultipartForm.Part> images =
        form.parts().stream()
            .filter(part -> part.name().equals(IMAGE) || part.name().equals(IMAGES))
            .toList();
    if (images.size() != 1) {
      throw new InvalidRequest(
          IMAGE, images.isEmpty() ? "is required" : "supports one image at a time");
    }
    return images.get(0);
  }

  /** Forms know texts alone; what should be a number and is none stays a text and is refused. */
  private ObjectNode plainFields() {
    ObjectNode fields = Json.object();
    for (MultipartForm.Part part : form.parts()) {
      String name = part.name();
      if (Set.of(IMAGE, IMAGES, MASK).contains(name)) {
        continue;
      }
      if (fields.has(name)) {
        throw new InvalidRequest(name, "is there more than once");
      }
      put(fields, name, part.text());
    }
    return fields;
  }

  private static void put(ObjectNode fields, String name, String text) {
    try {
      if (WHOLE.contains(name)) {
        fields.put(name, Long.parseLong(text.strip()));
      } else if (FRACTIONS.contains(name)) {
        fields.put(name, Double.parseDouble(text.strip()));
      } else if (name.equals("stream") && text.equals("false")) {
        fields.put(name, false);
      } else {
        fields.put(name, text);
      }
    } catch (NumberFormatException e) {
      fields.put(name, text);
    }
  }
}
